import type { Call, Done, Layer } from './call.ts';
import { UpstreamError } from './errors.ts';
import { isOfProxy, isOutcomeUnknown } from './outcome.ts';

/** Layer: makes a call again where that is safe and useful. */
export function retry(maxRetries: number): Layer {
  const budgets = { api: createRetryBudget(), pci: createRetryBudget() };
  // Calls with made-up key pairs do not use up the retries of other calls.
  const unprovenBudgets = { api: createRetryBudget(), pci: createRetryBudget() };
  return (next) => (call, done) => {
    let mayHaveActed = false;

    const start = () => next(call, end);
    const end: Done = (error, value) => {
      const budget = (call.isProven ? budgets : unprovenBudgets)[call.host];
      if (call.attempt === 1) budget.add();
      if (error === null) {
        done(null, value);
        return;
      }
      mayHaveActed ||= isOutcomeUnknown(call, error);
      // After an attempt that may have taken effect, only a success says what became of the write.
      const fail = () => done(mayHaveActed ? new UpstreamError('outcome-unknown', { cause: error }) : error);
      const delayMs =
        call.reason === null ? retryDelayMs(toFailedAttempt(call, maxRetries), error, Math.random()) : null;
      if (delayMs === null || !budget.spend()) {
        fail();
        return;
      }
      call.attempt += 1;
      call.isSent = false;
      wait(call, delayMs, start, fail);
    };
    start();
  };
}

function wait(call: Call, ms: number, resume: () => void, giveUp: () => void): void {
  const timer = setTimeout(() => {
    call.cancel = null;
    resume();
  }, ms);
  call.cancel = () => {
    call.cancel = null;
    clearTimeout(timer);
    giveUp();
  };
}

function toFailedAttempt({ attempt, method, isSent, deadlineAtMs }: Call, maxRetries: number): FailedAttempt {
  const remainingMs = deadlineAtMs - performance.now();
  return { attempt, maxRetries, isRepeatable: method !== 'POST', isSent, remainingMs };
}

/** One attempt at a call that failed. */
export interface FailedAttempt {
  /** 1 for the first. */
  readonly attempt: number;
  readonly maxRetries: number;
  /** Whether the call does no harm when it is carried out twice. */
  readonly isRepeatable: boolean;
  /** Whether the call may have reached the upstream. */
  readonly isSent: boolean;
  /** Until the deadline of the caller. */
  readonly remainingMs: number;
}

const delayMs = { base: 100, most: 5000 };
const transientStatuses: ReadonlySet<number> = new Set([408, 425, 502, 503, 504]);

/** The pause before the next attempt; null when there is none. `random` is from 0 to below 1. */
export function retryDelayMs(failed: FailedAttempt, error: UpstreamError, random: number): number | null {
  const { attempt, maxRetries, isRepeatable, isSent, remainingMs } = failed;
  if (attempt > maxRetries) return null;
  // A request that was never sent has had no effect, whatever its method.
  if (isSent && !isRepeatable) return null;
  if (!isTransient(error)) return null;
  // Full jitter: calls that failed together are not repeated together.
  const jitteredMs = random * Math.min(delayMs.most, delayMs.base * 2 ** (attempt - 1));
  const waitMs = (error.retryAfterMs ?? 0) + jitteredMs;
  // The caller would have left by then.
  return waitMs < remainingMs ? waitMs : null;
}

/** Whether the same call may succeed in a moment: there was no connection, or the status says so. */
function isTransient({ kind, status }: UpstreamError): boolean {
  if (kind === 'rate-limited') return true;
  return kind === 'unavailable' && (status === null || transientStatuses.has(status) || isOfProxy(status));
}

export interface RetryBudget {
  /** Adds the share of one call. */
  readonly add: () => void;
  /** Spends one retry and returns true, or returns false when none is left. */
  readonly spend: () => boolean;
}

/** The number of calls that earn one retry, and the most retries that can be saved up; the budget starts with those. */
const budget = { callsPerRetry: 5, mostRetries: 10 };

/** Keeps retries to a share of the recent calls, so that an outage is not multiplied by retries. */
export function createRetryBudget(): RetryBudget {
  const mostCalls = budget.callsPerRetry * budget.mostRetries;
  let unspentCalls = mostCalls;
  return {
    add() {
      unspentCalls = Math.min(mostCalls, unspentCalls + 1);
    },
    spend() {
      if (unspentCalls < budget.callsPerRetry) return false;
      unspentCalls -= budget.callsPerRetry;
      return true;
    },
  };
}
