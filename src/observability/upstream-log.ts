import type { Logger } from 'pino';
import type { EndedAttempt } from '../upstream/call.ts';
import { createDriftObserver } from './drift.ts';
import type { Metrics } from './metrics.ts';

/** `not-found` is an answer. The other calls were not sent, or fail in large numbers when they do. */
const quietKinds = new Set(['not-found', 'cancelled', 'circuit-open', 'overloaded', 'over-limit']);

/** Logs and counts the REST calls of the upstream client. */
export function observeUpstream(log: Logger, metrics: Metrics) {
  return {
    onEnd(attempt: EndedAttempt) {
      logAttempt(log, attempt);
      metrics.observeAttempt(attempt);
    },
    onDrift: createDriftObserver(log, metrics),
  };
}

function logAttempt(log: Logger, { error, endpoint: _endpoint, isOutcomeUnknown, ...attempt }: EndedAttempt): void {
  if (error === null) return;
  const { status, upstreamCode } = error;
  const kind = isOutcomeUnknown ? 'outcome-unknown' : error.kind;
  log[quietKinds.has(kind) ? 'debug' : 'warn']({ ...attempt, kind, status, upstreamCode }, 'upstream call failed');
}
