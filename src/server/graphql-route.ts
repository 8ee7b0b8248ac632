import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';

export const graphqlPath = '/graphql';

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<Context>;
  readonly contextOf: (request: FastifyRequest) => Context;
}

/** GraphQL over HTTP, and at `/` what a browser is shown of it. */
export function registerGraphqlRoute(server: FastifyInstance, { apollo, contextOf }: GraphqlRouteOptions): void {
  const handler = fastifyApolloHandler(apollo, { context: async (request) => contextOf(request) });

  server.route({ method: ['GET', 'POST'], url: graphqlPath, handler });
  server.get('/', (request, reply) =>
    request.headers.accept?.includes('text/html')
      ? handler.call(server, request, reply)
      : reply.type('text/plain').send(`GraphQL is served at ${graphqlPath}.\n`),
  );
}
