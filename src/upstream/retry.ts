import type { UpstreamError } from './errors.ts';

/** One attempt at a call that failed. */
export interface FailedAttempt {
  /** 1 for the first. */
  readonly attempt: number;
  readonly maxRetries: number;
  /** Whether the call may be carried out twice without harm, by what it is. */
  readonly isRepeatable: boolean;
  /** Whether the call may have reached the upstream. */
  readonly isSent: boolean;
  /** What is left of the longest wait for its answer. */
  readonly remainingMs: number;
}

const delayMs = { base: 100, most: 5000 };
const repeatableStatuses: ReadonlySet<number | null> = new Set([429, 502, 503, 504]);

/** How long to wait before the call is made again; null when it is not to be. `random` is from 0 to below 1. */
export function retryDelayMs(failed: FailedAttempt, error: UpstreamError, random: number): number | null {
  const { attempt, maxRetries, isRepeatable, isSent, remainingMs } = failed;
  if (attempt > maxRetries) return null;
  // What never left has done nothing, whatever it is.
  if (isSent && !isRepeatable) return null;
  if (!isPassing(error)) return null;
  // Full jitter: callers that failed together do not come back together.
  const jitteredMs = random * Math.min(delayMs.most, delayMs.base * 2 ** (attempt - 1));
  const waitMs = (error.retryAfterMs ?? 0) + jitteredMs;
  // Nobody would be there any more to take the answer.
  return waitMs < remainingMs ? waitMs : null;
}

/** Whether the same call may well succeed in a moment: there was no connection, or the upstream says so by the status. */
function isPassing({ kind, status }: UpstreamError): boolean {
  if (kind === 'rate-limited') return true;
  return kind === 'unavailable' && (status === null || repeatableStatuses.has(status));
}

export interface RetryBudget {
  /** To be told of every call. */
  readonly add: () => void;
  /** Whether there is a retry left, which is then spent. */
  readonly spend: () => boolean;
}

/** Calls that earn a retry, and how many retries can be saved up: what is possible while there were few calls so far. */
const budget = { callsPerRetry: 5, mostRetries: 10 };

/** Keeps retries to a share of the recent calls, so that an outage is not multiplied by them. */
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
