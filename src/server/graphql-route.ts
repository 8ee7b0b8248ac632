import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Context } from '../graphql/context.ts';

export const graphqlPath = '/graphql';

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<Context>;
  /** Whether a browser is shown something at `/`. */
  readonly hasLandingPage: boolean;
  readonly contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Context>;
}

/** GraphQL over HTTP, and at `/` what a browser is shown of it. */
export function registerGraphqlRoute(
  server: FastifyInstance,
  { apollo, hasLandingPage, contextOf }: GraphqlRouteOptions,
): void {
  const handler = fastifyApolloHandler(apollo, {
    context: (request, reply) =>
      contextOf(request, reply).catch((error) => Promise.reject(toFailure(error, request.id))),
  });
  const onSend = async (_request: FastifyRequest, reply: FastifyReply) => {
    // Apollo Server has a policy of its own for persisted queries that it does not find.
    reply.header('cache-control', 'no-store');
    allowPage(reply);
  };

  server.route({ method: ['GET', 'POST'], url: graphqlPath, onSend, handler });
  server.get('/', { onSend }, (request, reply) =>
    hasLandingPage && request.headers.accept?.includes('text/html')
      ? handler.call(server, request, reply)
      : reply.type('text/plain').send(`GraphQL is served at ${graphqlPath}.\n`),
  );
}

/** What keeps a caller from being identified, where that is no refusal. */
function toFailure(error: Error, requestId: string): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const extensions = { requestId, http: { status: 503 } };
  return new GraphQLError('the caller cannot be identified', { originalError: error, extensions });
}

/**
 * Sandbox, which the page for browsers frames, learns from the referrer where it is and signs in by a popup. The page brings a
 * content policy of its own, in which only what is here cannot stand.
 */
function allowPage(reply: FastifyReply): void {
  if (!String(reply.getHeader('content-type')).startsWith('text/html')) return;
  reply.headers({
    'content-security-policy': "frame-ancestors 'none'",
    'cross-origin-opener-policy': 'unsafe-none',
    'referrer-policy': 'strict-origin-when-cross-origin',
  });
}
