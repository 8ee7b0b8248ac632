import type { FastifyInstance } from 'fastify';

/** For who watches over the process: whether it runs, and whether it is to be sent requests. */
export function registerHealth(server: FastifyInstance, isReady: () => boolean): void {
  server.get('/health/live', async () => ({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    const ready = isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'stopping' });
  });
}
