import type { FastifyInstance } from 'fastify';

export interface HealthOptions {
  readonly isReady: () => boolean;
  readonly upstreamName: string;
  readonly upstream: () => Readonly<Record<string, { readonly breaker: string }>>;
}

/**
 * Liveness and readiness probes. A failing upstream does not make the gateway unready: callers get a clear error, and other
 * replicas would not do better.
 */
export function registerHealth(server: FastifyInstance, { isReady, upstreamName, upstream }: HealthOptions): void {
  server.get('/health/live', async () => ({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    const ready = isReady();
    const breakers = Object.entries(upstream()).map(([host, { breaker }]) => [host, breaker]);
    return reply
      .code(ready ? 200 : 503)

      .send({ status: ready ? 'ok' : 'stopping', upstream: upstreamName, breakers: Object.fromEntries(breakers) });
  });
}
