import type { Logger } from 'pino';
import type { EndedAttempt } from '../upstream/call.ts';
import { createDriftObserver } from './drift.ts';
import type { Metrics } from './metrics.ts';

/** `not-found` is an answer. The other calls were not sent, or fail in large numbers when they do. */
const quietKinds = new Set(['not-found', 'cancelled', 'circuit-open', 'overloaded', 'over-limit']);

/** Logs and counts the REST calls of the upstream client. */
export function observeUpstream(log: Logger, metrics: Metrics) {
  const countUnproven = createUnprovenLog(log);
  return {
    onEnd(attempt: EndedAttempt) {
      if (attempt.error && attempt.isProven) logFailure(log, attempt, attempt.error);
      else if (attempt.error && !quietKinds.has(attempt.error.kind)) countUnproven(attempt.error.kind);
      metrics.observeAttempt(attempt);
    },
    onDrift: createDriftObserver(log, metrics),
  };
}

function logFailure(log: Logger, attempt: EndedAttempt, error: NonNullable<EndedAttempt['error']>): void {
  const { host, method, route, attempt: number, durationMs, isOutcomeUnknown } = attempt;
  const { status, upstreamCode } = error;
  const kind = isOutcomeUnknown ? 'outcome-unknown' : error.kind;
  const fields = { host, method, route, attempt: number, durationMs, kind, status, upstreamCode };
  log[quietKinds.has(kind) ? 'debug' : 'warn'](fields, 'upstream call failed');
}

const unprovenLogMs = 1000;

/** Anyone can send made-up key pairs, so their failures share one line a second. */
function createUnprovenLog(log: Logger): (kind: string) => void {
  let counts = new Map<string, number>();
  let isWaiting = false;

  function write(): void {
    isWaiting = counts.size > 0;
    if (!isWaiting) return;
    log.warn({ failures: Object.fromEntries(counts) }, 'upstream calls with unproven key pairs failed');
    counts = new Map();
    setTimeout(write, unprovenLogMs).unref();
  }

  return (kind) => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (!isWaiting) write();
  };
}
