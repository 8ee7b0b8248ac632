import type { Logger } from 'pino';
import { createDriftObserver } from './drift.ts';
import type { Metrics } from './metrics.ts';

/** The part of an ended attempt at a REST call that may be logged. */
interface Attempt {
  readonly host: string;
  readonly method: string;
  readonly route: string;
  readonly attempt: number;
  readonly durationMs: number;
  readonly error: {
    readonly kind: string;
    readonly status: number | null;
    readonly upstreamCode: number | null;
  } | null;
  readonly retryInMs: number | null;
}

interface Drift {
  readonly method: string;
  readonly route: string;
  readonly path: string;
  readonly kind: string;
}

/** `not-found` is an answer. The other calls were not sent, or fail in large numbers when they do. */
const quietKinds = new Set(['not-found', 'cancelled', 'circuit-open', 'overloaded', 'over-limit']);

/** Logs and counts the REST calls of the upstream client, under the declared endpoint of each. */
export function observeUpstream(log: Logger, metrics: Metrics, endpointOf: (method: string, route: string) => string) {
  const observeDrift = createDriftObserver(log, metrics);
  return {
    onAttempt(attempt: Attempt) {
      logAttempt(log, attempt);
      metrics.observeAttempt({ ...attempt, endpoint: endpointOf(attempt.method, attempt.route) });
    },
    onDrift({ method, route, path, kind }: Drift) {
      observeDrift({ endpoint: endpointOf(method, route), path, kind });
    },
  };
}

function logAttempt(log: Logger, { error, ...attempt }: Attempt): void {
  if (error === null) return;
  const { kind, status, upstreamCode } = error;
  log[quietKinds.has(kind) ? 'debug' : 'warn']({ ...attempt, kind, status, upstreamCode }, 'upstream call failed');
}
