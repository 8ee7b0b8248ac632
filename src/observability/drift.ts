import type { Logger } from 'pino';
import type { DriftOfAnswer } from '../upstream/call.ts';
import type { Metrics } from './metrics.ts';

/** For one endpoint. Paths come from outside, so their number is bounded. */
const maxDifferences = 200;

/** Counts the differences between responses and their declarations, and logs each difference once. */
export function createDriftObserver(log: Logger, { countDrift }: Metrics): (drift: DriftOfAnswer) => void {
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
