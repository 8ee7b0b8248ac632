import { UpstreamError } from './errors.ts';

/** The end of the time that a caller waits for an answer. */
export interface Deadline {
  /** Aborts when the caller no longer waits. The reason is the `UpstreamError` for the caller. */
  readonly signal: AbortSignal;
  /** In milliseconds on the clock of `performance.now()`. */
  readonly atMs: number;
}

export interface OperationDeadline {
  readonly deadline: Deadline;
  /** Ends the wait early: the response is complete, or the client has disconnected. */
  readonly end: () => void;
}

export function startDeadline(timeoutMs: number): OperationDeadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new UpstreamError('timeout')), timeoutMs);
  return {
    deadline: { signal: controller.signal, atMs: performance.now() + timeoutMs },
    end() {
      clearTimeout(timer);
      controller.abort(new UpstreamError('cancelled'));
    },
  };
}

/** Settles like the promise, or rejects with the reason of the signal if that aborts first. */
export function waitUntil<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
