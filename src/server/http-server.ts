import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Logger } from 'pino';
import { parseExactJson } from '../operation/documents/exact-json.ts';
import { createClientErrorHandler } from './client-error.ts';
import { toErrorResponse } from './error-response.ts';
import { compileOrigin } from './origin-patterns.ts';
import { createPendingResponses } from './pending-responses.ts';
import { findRefusal } from './request-head.ts';
import { makeSecurityHeaders } from './security-headers.ts';

/** Response headers that pages of other origins can read. */
const exposedHeaders = ['x-request-id', 'x-paylink-upstream', 'retry-after'];

export interface HttpServerOptions {
  /** Origins of web pages that may call the gateway; see `compileOrigin`. */
  readonly corsOrigins: readonly string[];
  readonly upstreamName: string;
  readonly maxBodyBytes: number;
  /** A prefix of paths that a reverse proxy may or may not have removed; empty for none. */
  readonly basePath?: string;
  /** The time limit for receiving a request. Without it, a client could hold a connection by sending one byte at a time. */
  readonly requestTimeoutMs?: number;
  /** The time after which a response that the client does not read any further is cut off. */
  readonly stallTimeoutMs?: number;
  /** The bytes of large responses that may wait for clients to read them. */
  readonly maxPendingBytes?: number;
}

export async function createHttpServer(options: HttpServerOptions, log: Logger): Promise<FastifyInstance> {
  const { corsOrigins, upstreamName, maxBodyBytes, basePath = '' } = options;
  const { requestTimeoutMs = 60_000, stallTimeoutMs = 30_000, maxPendingBytes = 64 * 1024 * 1024 } = options;
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
    ...(basePath !== '' && { rewriteUrl: ({ url = '/' }: IncomingMessage) => removePrefix(url, basePath) }),
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: stallTimeoutMs,
    http: {
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(requestTimeoutMs, 30_000),
      // Node would refuse a request without a host by a response of its own.
      requireHostHeader: false,
    },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    clientErrorHandler: createClientErrorHandler(fixedHeaders),
    frameworkErrors: (_error, request, reply: FastifyReply) => {
      // Fastify runs no hook for this error.
      setHeaders(request, reply);
      reply.code(400).send(toErrorResponse(400, 'The path is malformed.'));
    },
  });
  // Node would answer any other expectation than `100-continue` by a response of its own.
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response));
  server.addHook('onRequest', (request, reply, done) => {
    setHeaders(request, reply);
    const refusal = findRefusal(request);
    if (refusal === null) return done();
    reply.code(refusal.status).headers(refusal.headers).send(toErrorResponse(refusal.status, refusal.message));
  });
  closeUnusedConnections(server);
  limitUnreadResponses(server, { stallTimeoutMs, maxPendingBytes });
  parseBodiesExactly(server);
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ requestId: request.id, name: error.name, code: error.code }, 'request failed');
    const message = status === 413 ? `The body is larger than ${maxBodyBytes} bytes (MAX_BODY_BYTES).` : undefined;
    reply.code(status).send(toErrorResponse(status, message, status < 500 ? {} : { requestId: request.id }));
  });
  await server.register(cors, { origin: corsOrigins.map(compileOrigin), methods: ['GET', 'POST'], exposedHeaders });
  server.setNotFoundHandler((_request, reply) => reply.code(404).send(toErrorResponse(404)));
  return server;
}

/** The parser of Fastify refuses keys that would change a prototype; a second look keeps numbers from changing. */
function parseBodiesExactly(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    parse(request, String(body), (error, parsed) =>
      done(error, error ? undefined : parseExactJson(String(body), parsed)),
    );
  });
}

function removePrefix(url: string, prefix: string): string {
  if (!url.startsWith(prefix) || !/^[/?]|^$/.test(url.slice(prefix.length))) return url;
  return url.slice(prefix.length).replace(/^(?!\/)/, '/');
}

/** Without this, closing the server would wait for connections that are kept alive, or were opened in advance. */
function closeUnusedConnections(server: FastifyInstance): void {
  const sockets = new Set<Socket>();
  let isClosing = false;
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.addHook('preClose', async () => {
    isClosing = true;
    // Node counts a connection as busy until its first request.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done(null, payload);
  });
}

/** A client that requests large responses and does not read them must not use up the memory of the process. */
function limitUnreadResponses(
  server: FastifyInstance,
  { stallTimeoutMs, maxPendingBytes }: { readonly stallTimeoutMs: number; readonly maxPendingBytes: number },
): void {
  const pending = createPendingResponses(maxPendingBytes);
  const onIdle = (socket: Socket) => {
    if (socket.writableLength > 0) socket.destroy();
    // The client waits for us.
    else socket.setTimeout(stallTimeoutMs);
  };
  server.addHook('onRequest', (_request, reply, done) => {
    reply.raw.on('timeout', onIdle);
    done();
  });
  server.addHook('onSend', ({ raw }, reply, payload, done) => {
    if (typeof payload !== 'string' || !pending.isLarge(payload)) return done(null, payload);
    const bytes = Buffer.from(payload);
    reply.header('content-length', bytes.length);
    done(null, pending.send(bytes, raw.socket));
  });
}
