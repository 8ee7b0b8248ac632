import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OperationRequest } from '../operation/admit.ts';
import { readParameters } from '../operation/documents/request.ts';
import type { StartedOperation } from '../operation/run.ts';

export const graphqlPath = '/graphql';

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<StartedOperation>;
  /** Whether a browser receives a landing page at `/`. */
  readonly hasLandingPage: boolean;
  readonly start: (request: OperationRequest) => Promise<StartedOperation>;
}

/** GraphQL over HTTP, and a landing page for browsers at `/`. */
export function registerGraphqlRoute(
  server: FastifyInstance,
  { apollo, hasLandingPage, start }: GraphqlRouteOptions,
): void {
  const handler = fastifyApolloHandler(apollo, {
    context: (request, reply) => start(toOperationRequest(request, reply)),
  });
  const onSend = async (_request: FastifyRequest, reply: FastifyReply) => {
    // Apollo Server sets a policy of its own where it does not find a persisted query.
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

function toOperationRequest(request: FastifyRequest, { raw }: FastifyReply): OperationRequest {
  const explain = request.headers['x-paylink-explain'];
  return {
    id: request.id,
    rawHeaders: request.raw.rawHeaders,
    parameters: readParameters(request),
    explain: explain === 'plan' || explain === 'report' ? explain : null,
    accept: request.headers.accept,
    onClose: (callback) => raw.once('close', callback),
  };
}

/**
 * Lets Apollo Sandbox work, which the page embeds in a frame: it reads its own location from the referrer, and signs in through
 * a popup. The page has a content policy of its own, without the part that is set here.
 */
function allowPage(reply: FastifyReply): void {
  if (!String(reply.getHeader('content-type')).startsWith('text/html')) return;
  reply.headers({
    'content-security-policy': "frame-ancestors 'none'",
    'cross-origin-opener-policy': 'unsafe-none',
    'referrer-policy': 'strict-origin-when-cross-origin',
  });
}
