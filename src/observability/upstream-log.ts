import type { Logger } from 'pino';

/** One attempt at a call of the upstream, as far as it may be told. */
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

/** That there is none of a name is an answer. The others were not sent at all, or come in great numbers when they come. */
const quietKinds = new Set(['not-found', 'cancelled', 'circuit-open', 'overloaded', 'over-limit']);

export function logAttempt(log: Logger, { error, ...attempt }: Attempt): void {
  if (error === null) return;
  const { kind, status, upstreamCode } = error;
  log[quietKinds.has(kind) ? 'debug' : 'warn']({ ...attempt, kind, status, upstreamCode }, 'upstream call failed');
}
