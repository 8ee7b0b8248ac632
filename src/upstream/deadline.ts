import type { Layer } from './call.ts';
import { UpstreamError } from './errors.ts';
import { startTimeout, stopTimeout, type Timeout } from './timeout.ts';

/** The end of the time that the caller of an operation waits. */
export interface Deadline {
  /** In milliseconds on the clock of `performance.now()`. */
  readonly atMs: number;
  readonly timeout: Timeout;
  /** The calls that the operation waits for. */
  readonly waiting: Set<Waiting>;
  /** Set when the caller no longer waits: the error for the caller. */
  reason: UpstreamError | null;
  /** Made when the signal is first read. */
  controller: AbortController | null;
}

export interface Waiting {
  giveUp(reason: UpstreamError): void;
}

export function startDeadline(timeoutMs: number): Deadline {
  const timeout = startTimeout(timeoutMs, () => end(deadline, new UpstreamError('timeout')));
  const deadline: Deadline = { atMs: timeout.atMs, timeout, waiting: new Set(), reason: null, controller: null };
  return deadline;
}

/** One for all operations, as every operation ends with it. */
const cancelled = new UpstreamError('cancelled');

/** Ends the wait early: the response is complete, or the client has disconnected. */
export function endDeadline(deadline: Deadline): void {
  if (deadline.reason === null) end(deadline, cancelled);
}

/** Aborts when the caller no longer waits. The reason is the `UpstreamError` for the caller. */
export function signalOf(deadline: Deadline): AbortSignal {
  if (!deadline.controller) {
    deadline.controller = new AbortController();
    if (deadline.reason) deadline.controller.abort(deadline.reason);
  }
  return deadline.controller.signal;
}

function end(deadline: Deadline, reason: UpstreamError): void {
  stopTimeout(deadline.timeout);
  deadline.reason = reason;
  deadline.controller?.abort(reason);
  for (const waiting of deadline.waiting) waiting.giveUp(reason);
  deadline.waiting.clear();
}

/** Layer: ends an attempt that takes too long. */
export function limitDuration(timeoutMs: number): Layer {
  return (next) => (call, done) => {
    const timeout = startTimeout(timeoutMs, () => call.cancel?.(new UpstreamError('timeout')));
    next(call, (error, value) => {
      stopTimeout(timeout);
      done(error, value);
    });
  };
}
