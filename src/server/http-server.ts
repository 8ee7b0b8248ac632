import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Logger } from 'pino';
import { compileOrigin } from './origin-patterns.ts';
import { makeSecurityHeaders } from './security-headers.ts';

const refusals: Readonly<Record<number, string>> = {
  400: 'The request is malformed: its body must be valid JSON.',
  404: 'Not found.',
  415: 'The `content-type` of the body must be `application/json`.',
};

/** Response headers that pages of other origins can read. */
const exposedHeaders = ['x-request-id', 'x-paylink-upstream', 'retry-after'];

export interface HttpServerOptions {
  /** Origins of web pages that may call the gateway; see `compileOrigin`. */
  readonly corsOrigins: readonly string[];
  readonly upstreamName: string;
  readonly maxBodyBytes: number;
  /** The time limit for receiving a request. Without it, a client could hold a connection by sending one byte at a time. */
  readonly requestTimeoutMs?: number;
}

export async function createHttpServer(options: HttpServerOptions, log: Logger): Promise<FastifyInstance> {
  const { corsOrigins, upstreamName, maxBodyBytes, requestTimeoutMs = 60_000 } = options;
  // Every response is private or valid only at this moment, hence no-store.
  const fixedHeaders = {
    ...(await makeSecurityHeaders()),
    'cache-control': 'no-store',
    'x-paylink-upstream': upstreamName,
  };
  const setHeaders = ({ id }: FastifyRequest, reply: FastifyReply) => {
    reply.headers({ ...fixedHeaders, 'x-request-id': id });
  };
  const server = fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval: Math.min(requestTimeoutMs, 30_000) },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    frameworkErrors: (_error, request, reply: FastifyReply) => {
      // Fastify runs no hook for this error.
      setHeaders(request, reply);
      reply.code(400).send(toErrorResponse(400, 'The path is malformed.'));
    },
  });
  const sockets = new Set<Socket>();
  let isClosing = false;

  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.addHook('preClose', async () => {
    isClosing = true;
    // Node counts a connection as busy until its first request, and would wait for connections opened in advance.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  });
  server.addHook('onSend', async (_request, reply) => {
    // Closing the server waits for every connection that is kept alive.
    if (isClosing) reply.header('connection', 'close');
  });
  server.addHook('onRequest', async (request, reply) => {
    setHeaders(request, reply);
    // HTTP/1.0 requests have no `host`, which is needed to parse the URL.
    request.headers.host ||= 'localhost';
    if (!URL.canParse(`http://${request.host}`)) {
      return reply.code(400).send(toErrorResponse(400, 'The `host` header is malformed.'));
    }
  });
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ requestId: request.id, name: error.name, code: error.code }, 'request failed');
    const message =
      status === 413 ? `The body is larger than ${maxBodyBytes} bytes (MAX_BODY_BYTES).` : describe(status);
    reply.code(status).send(toErrorResponse(status, message, status < 500 ? {} : { requestId: request.id }));
  });
  await server.register(cors, { origin: corsOrigins.map(compileOrigin), methods: ['GET', 'POST'], exposedHeaders });
  server.setNotFoundHandler((_request, reply) => reply.code(404).send(toErrorResponse(404)));
  return server;
}

/** Formats errors as a GraphQL response, which most clients expect. */
function toErrorResponse(status: number, message = describe(status), more: object = {}): object {
  const code = status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
  return { errors: [{ message, extensions: { code, retryable: false, ...more } }] };
}

function describe(status: number): string {
  return refusals[status] ?? (status < 500 ? 'The request was refused.' : 'Something went wrong on our side.');
}
