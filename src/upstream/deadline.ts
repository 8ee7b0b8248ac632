import { UpstreamError } from './errors.ts';

/** How long somebody waits for an answer. */
export interface Patience {
  /** Aborts when they wait no longer; its reason is the `UpstreamError` that they get. */
  readonly signal: AbortSignal;
  /** When they will have waited long enough, in milliseconds as of `performance.now()`. */
  readonly deadlineAtMs: number;
}

export interface OperationPatience {
  readonly patience: Patience;
  /** For when the answer is complete, or the client has gone: nobody waits any more. */
  readonly end: () => void;
}

/** The patience of one operation: up to its deadline, and no longer than its client is there. */
export function startPatience(timeoutMs: number): OperationPatience {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new UpstreamError('timeout')), timeoutMs);
  return {
    patience: { signal: controller.signal, deadlineAtMs: performance.now() + timeoutMs },
    end() {
      clearTimeout(timer);
      controller.abort(new UpstreamError('cancelled'));
    },
  };
}

/** What comes first: the answer, or the end of the patience for it. */
export function waitUntil<T>(signal: AbortSignal, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
