import type { FastifyInstance } from 'fastify';

export interface HealthOptions {
  readonly isReady: () => boolean;
  readonly upstream: () => Readonly<Record<string, { readonly breaker: string }>>;
}

/**
 * For who watches over the process: whether it runs, and whether it is to be sent requests. It is, while the upstream fails:
 * an honest error is more than no answer, and no replica would have a better one.
 */
export function registerHealth(server: FastifyInstance, { isReady, upstream }: HealthOptions): void {
  server.get('/health/live', async () => ({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    const ready = isReady();
    const breakers = Object.entries(upstream()).map(([host, { breaker }]) => [host, breaker]);
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ok' : 'stopping', breakers: Object.fromEntries(breakers) });
  });
}
