import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Logger } from 'pino';
import { makeSecurityHeaders } from './security-headers.ts';

const refusals: Readonly<Record<number, string>> = {
  400: 'The request is malformed: its body must be valid JSON.',
  404: 'There is nothing at this path.',
  415: 'The body must be sent as `application/json`.',
};

/** What pages of other origins may read of an answer, beside its body. */
const exposedHeaders = ['x-request-id', 'retry-after'];

export interface HttpServerOptions {
  readonly corsOrigins: readonly string[];
  readonly maxBodyBytes: number;
  /** How long a request may take to come: whoever sends it byte by byte would keep a connection for ever. */
  readonly requestTimeoutMs?: number;
}

export async function createHttpServer(options: HttpServerOptions, log: Logger): Promise<FastifyInstance> {
  const { corsOrigins, maxBodyBytes, requestTimeoutMs = 60_000 } = options;
  const securityHeaders = await makeSecurityHeaders();
  const setHeaders = ({ id }: FastifyRequest, reply: FastifyReply) => {
    // Whatever is answered is somebody's own, or of this moment.
    reply.headers({ ...securityHeaders, 'x-request-id': id, 'cache-control': 'no-store' });
  };
  const server = fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval: Math.min(requestTimeoutMs, 30_000) },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    frameworkErrors: (_error, request, reply: FastifyReply) => {
      // No hook has run by then.
      setHeaders(request, reply);
      reply.code(400).send(toAnswer(400, 'The path is malformed.'));
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
    // Node takes a connection for busy until its first request, and would wait for one that was opened to be at hand.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  });
  server.addHook('onSend', async (_request, reply) => {
    // A connection that is kept open would be waited for.
    if (isClosing) reply.header('connection', 'close');
  });
  server.addHook('onRequest', async (request, reply) => {
    setHeaders(request, reply);
    // HTTP/1.0 knows no host; the URL is read against it all the same.
    request.headers.host ||= 'localhost';
    if (!URL.canParse(`http://${request.host}`)) {
      return reply.code(400).send(toAnswer(400, 'The `host` header is malformed.'));
    }
  });
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ requestId: request.id, name: error.name, code: error.code }, 'request failed');
    const message =
      status === 413 ? `The body is larger than ${maxBodyBytes} bytes (MAX_BODY_BYTES).` : describe(status);
    reply.code(status).send(toAnswer(status, message, status < 500 ? {} : { requestId: request.id }));
  });
  await server.register(cors, { origin: [...corsOrigins], methods: ['GET', 'POST'], exposedHeaders });
  server.setNotFoundHandler((_request, reply) => reply.code(404).send(toAnswer(404)));
  return server;
}

/** In the form of a GraphQL answer, as most who read it expect one. */
function toAnswer(status: number, message = describe(status), more: object = {}): object {
  const code = status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
  return { errors: [{ message, extensions: { code, retryable: false, ...more } }] };
}

function describe(status: number): string {
  return refusals[status] ?? (status < 500 ? 'The request is refused.' : 'Something went wrong on our side.');
}
