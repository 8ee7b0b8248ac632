import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';

export const graphqlPath = '/graphql';

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<Context>;
  /** Whether a browser is shown something at `/`. */
  readonly hasLandingPage: boolean;
  readonly contextOf: (request: FastifyRequest, reply: FastifyReply) => Context;
}

/** GraphQL over HTTP, and at `/` what a browser is shown of it. */
export function registerGraphqlRoute(
  server: FastifyInstance,
  { apollo, hasLandingPage, contextOf }: GraphqlRouteOptions,
): void {
  const handler = fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(request, reply) });

  server.route({ method: ['GET', 'POST'], url: graphqlPath, handler });
  server.get('/', (request, reply) =>
    hasLandingPage && request.headers.accept?.includes('text/html')
      ? handler.call(server, request, reply)
      : reply.type('text/plain').send(`GraphQL is served at ${graphqlPath}.\n`),
  );
}
