import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';

export interface DriftOfEndpoint {
  readonly endpoint: string;
  readonly path: string;
  readonly kind: string;
}

/** Paths come from outside: so many differences are told apart of one endpoint. */
const maxDifferences = 200;

/** Counts how answers differ from what was declared, and logs each difference once. */
export function createDriftObserver(log: Logger, { countDrift }: Metrics): (drift: DriftOfEndpoint) => void {
  const seenOf = new Map<string, Set<string>>();
  return ({ endpoint, path, kind }) => {
    const seen = seenOf.get(endpoint) ?? new Set();
    seenOf.set(endpoint, seen);
    const isNew = !seen.has(`${kind} ${path}`);
    const isTold = !isNew || seen.size < maxDifferences;
    const drift = { endpoint, path: isTold ? path : '*', kind };
    countDrift(drift);
    if (!isNew || !isTold) return;
    seen.add(`${kind} ${path}`);
    log.warn(drift, 'upstream answer differs from its declaration');
  };
}
