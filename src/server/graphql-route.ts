import { Readable } from 'node:stream';
import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OperationRequest, ResponseType } from '../operation/admit.ts';
import { isRecord, readParameters } from '../operation/documents/request.ts';
import type { FinishedOperation } from '../operation/run.ts';
import { isRefused, type RunnableOperation, type StartedOperation } from '../operation/started.ts';
import { csrfMessage, isPreflighted } from './csrf.ts';
import { toErrorResponse } from './error-response.ts';
import { chooseResponseType, prefersHtml } from './media-type.ts';

export const graphqlPath = '/graphql';

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<StartedOperation>;
  /** Whether a browser receives a landing page. */
  readonly hasLandingPage: boolean;
  readonly start: (request: OperationRequest) => Promise<StartedOperation>;
  /** Null where Apollo Server answers every request. */
  readonly finish: ((operation: RunnableOperation) => Promise<FinishedOperation>) | null;
}

/** GraphQL over HTTP, and a landing page for browsers. */
export function registerGraphqlRoute(
  server: FastifyInstance,
  { apollo, hasLandingPage, start, finish }: GraphqlRouteOptions,
): void {
  const isPage = ({ method, headers }: FastifyRequest) =>
    hasLandingPage && method === 'GET' && prefersHtml(headers.accept);

  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    if (isPage(request)) return sendPage(apollo, reply);
    const responseType = chooseResponseType(request.headers.accept);
    if (responseType === null) return reply.code(406).send(toErrorResponse(406, notAcceptable));
    reply.type(`${responseType}; charset=utf-8`);
    if (!isPreflighted(request.headers)) return reply.code(400).send(toErrorResponse(400, csrfMessage));
    const operationRequest = toOperationRequest(request, reply, responseType);
    let started: Promise<StartedOperation> | undefined;
    if (finish && isPlain(request)) {
      started = start(operationRequest);
      // A refusal is for Apollo Server to report.
      const operation = await started.catch(() => null);
      if (operation && !isRefused(operation) && operationRequest.explain !== 'plan') {
        const { status, body } = await finish(operation);
        return reply.code(status).send(body);
      }
    }
    const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: toApolloRequest(request),
      context: () => started ?? start(operationRequest),
    });
    // The content type is chosen above, and nothing may be cached, as Apollo Server has it for some responses.
    for (const [name, value] of headers) if (!reply.hasHeader(name)) reply.header(name, value);
    return reply.code(status ?? 200).send(body.kind === 'complete' ? body.string : Readable.from(body.asyncIterator));
  };

  for (const url of [graphqlPath, `${graphqlPath}/`]) server.route({ method: ['GET', 'POST'], url, handler });
  server.get('/', (request, reply) =>
    isPage(request) ? sendPage(apollo, reply) : reply.type('text/plain').send(`GraphQL is served at ${graphqlPath}.\n`),
  );
}

/** Whether a request is a POST with a document of its own, and nothing that only Apollo Server knows. */
function isPlain({ method, body }: FastifyRequest): boolean {
  if (method !== 'POST' || !isRecord(body)) return false;
  const { query, variables, operationName, extensions } = body;
  return (
    typeof query === 'string' &&
    query !== '' &&
    (variables == null || isRecord(variables)) &&
    (operationName == null || (typeof operationName === 'string' && operationName !== '')) &&
    extensions == null
  );
}

const notAcceptable = 'The `accept` header must allow `application/json` or `application/graphql-response+json`.';

function toOperationRequest(
  request: FastifyRequest,
  { raw }: FastifyReply,
  responseType: ResponseType,
): OperationRequest {
  const explain = request.headers['x-paylink-explain'];
  return {
    id: request.id,
    address: request.ip,
    rawHeaders: request.raw.rawHeaders,
    parameters: readParameters(request),
    explain: explain === 'plan' || explain === 'report' ? explain : null,
    responseType,
    onClose: (callback) => raw.once('close', callback),
  };
}

function toApolloRequest(request: FastifyRequest): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, String(value));
  // Apollo Server does not take an empty parameter for an absent one.
  const search = new URL(request.url, 'http://localhost').search.replace(emptyParameters, '');
  // Apollo Server refuses a batch in its own words.
  const posted = Array.isArray(request.body) ? request.body : readParameters(request);
  const body = request.method === 'POST' ? posted : undefined;
  return { method: request.method, headers, search, body };
}

const emptyParameters = /\b(query|operationName|variables|extensions)=(?=&|$)/g;

/**
 * Sends Apollo Sandbox, which the page embeds in a frame: it reads its own location from the referrer, and signs in through
 * a popup. The page has a content policy of its own, without the part that is set here.
 */
async function sendPage(apollo: ApolloServer<StartedOperation>, reply: FastifyReply): Promise<FastifyReply> {
  const { body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'GET',
      headers: new HeaderMap([['accept', 'text/html']]),
      search: '',
      body: undefined,
    },
    context: () => Promise.reject(new Error('The landing page runs no operation.')),
  });
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': "frame-ancestors 'none'",
      'cross-origin-opener-policy': 'unsafe-none',
      'referrer-policy': 'strict-origin-when-cross-origin',
    })
    .send(body.kind === 'complete' ? body.string : '');
}
