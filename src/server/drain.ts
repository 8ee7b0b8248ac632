import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

export interface DrainTimes {
  /** Load balancers see the readiness probe fail, and send new requests elsewhere. Requests are still served. */
  readonly drainMs: number;
  /** Every operation in progress ends within this time, with a response. */
  readonly operationTimeoutMs: number;
}

/** For a client that reads its response slowly. */
const sendMs = 5000;

/** Stops serving: waits for load balancers, refuses new connections, and completes the requests in progress. */
export async function drain(server: FastifyInstance, { drainMs, operationTimeoutMs }: DrainTimes): Promise<void> {
  await wait(drainMs);
  const timer = setTimeout(() => server.server.closeAllConnections(), operationTimeoutMs + sendMs);
  await server.close();
  clearTimeout(timer);
}
