import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../observability/metrics.ts';

export function registerMetrics(server: FastifyInstance, { contentType, render }: Metrics): void {
  server.get('/metrics', async (_request, reply) => reply.type(contentType).send(await render()));
}
