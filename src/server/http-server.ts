import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import { type FastifyError, type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import type { Logger } from 'pino';

const bodyLimitBytes = 1024 * 1024;

const refusals: Readonly<Record<number, string>> = {
  400: 'The request is malformed: its body must be valid JSON.',
  404: 'There is nothing at this path.',
  413: `The request is larger than ${bodyLimitBytes} bytes.`,
  415: 'The body must be sent as `application/json`.',
};

export async function createHttpServer(corsOrigins: readonly string[], log: Logger): Promise<FastifyInstance> {
  const server = fastify({
    bodyLimit: bodyLimitBytes,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    frameworkErrors: (_error, _request, reply: FastifyReply) =>
      void reply.code(400).send(toAnswer(400, 'The path is malformed.')),
  });
  let isClosing = false;

  server.addHook('preClose', async () => {
    isClosing = true;
  });
  server.addHook('onSend', async (_request, reply) => {
    // A connection that is kept open would be waited for.
    if (isClosing) reply.header('connection', 'close');
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ requestId: request.id, name: error.name, code: error.code }, 'request failed');
    reply.code(status).send(toAnswer(status, describe(status), status < 500 ? {} : { requestId: request.id }));
  });
  server.setNotFoundHandler((_request, reply) => reply.code(404).send(toAnswer(404)));
  await server.register(cors, { origin: [...corsOrigins], methods: ['GET', 'POST'] });
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
