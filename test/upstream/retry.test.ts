import { describe, expect, it } from '@jest/globals';
import { UpstreamError, type UpstreamErrorDetails, type UpstreamErrorKind } from '../../src/upstream/errors.ts';
import { createRetryBudget, type FailedAttempt, retryDelayMs } from '../../src/upstream/retry.ts';

const failed: FailedAttempt = { attempt: 1, maxRetries: 5, isRepeatable: true, isSent: true, remainingMs: 60_000 };
const unavailable = new UpstreamError('unavailable', { status: 503 });

describe('the delay of a retry', () => {
  it.each([
    [1, 0, 0],
    [1, 0.5, 50],
    [2, 0.5, 100],
    [3, 0.5, 200],
    [6, 0.5, 1600],
    [7, 0.5, 2500],
    [60, 0.5, 2500],
  ])('after attempt %i with a draw of %d is %i ms', (attempt, random, delayMs) => {
    expect(retryDelayMs({ ...failed, attempt, maxRetries: 100 }, unavailable, random)).toBe(delayMs);
  });

  it('comes on top of Retry-After', () => {
    const error = new UpstreamError('rate-limited', { status: 429, retryAfterMs: 2000 });

    expect(retryDelayMs(failed, error, 0.5)).toBe(2050);
  });
});

describe('a failed attempt', () => {
  it.each<[UpstreamErrorKind, UpstreamErrorDetails]>([
    ['rate-limited', { status: 429 }],
    ['unavailable', { status: 502 }],
    ['unavailable', { status: 503 }],
    ['unavailable', { status: 504 }],
    ['unavailable', {}],
  ])('is followed by another after %s %j', (kind, details) => {
    expect(retryDelayMs(failed, new UpstreamError(kind, details), 0)).toBe(0);
  });

  it.each<[UpstreamErrorKind, UpstreamErrorDetails]>([
    ['unavailable', { status: 500 }],
    ['unavailable', { status: 501 }],
    ['timeout', {}],
    ['cancelled', {}],
    ['circuit-open', { retryAfterMs: 1 }],
    ['overloaded', {}],
    ['refused', { status: 422 }],
    ['unauthenticated', { status: 401 }],
    ['forbidden', { status: 403 }],
    ['not-found', { status: 404 }],
    ['invalid-response', { status: 200 }],
    ['invalid-id', {}],
    ['outcome-unknown', {}],
  ])('is the last after %s %j', (kind, details) => {
    expect(retryDelayMs(failed, new UpstreamError(kind, details), 0)).toBeNull();
  });

  it.each<[string, Partial<FailedAttempt>, number | null]>([
    ['the retries are used up', { attempt: 6 }, null],
    ['there are none', { attempt: 1, maxRetries: 0 }, null],
    ['one is left', { attempt: 5 }, 0],
    ['it was sent and may not be sent twice', { isRepeatable: false }, null],
    ['it was never sent, whatever it is', { isRepeatable: false, isSent: false }, 0],
    ['the time is over', { remainingMs: 0 }, null],
    ['the time has long been over', { remainingMs: -1 }, null],
  ])('when %s: %j', (_when, change, delayMs) => {
    expect(retryDelayMs({ ...failed, ...change }, unavailable, 0)).toBe(delayMs);
  });

  it.each([
    [1999, null],
    [2000, null],
    [2001, 2000],
  ])('is followed by one after 2000 ms with %i ms left: %p', (remainingMs, delayMs) => {
    const error = new UpstreamError('rate-limited', { status: 429, retryAfterMs: 2000 });

    expect(retryDelayMs({ ...failed, remainingMs }, error, 0)).toBe(delayMs);
  });
});

describe('a retry budget', () => {
  const spendAll = (budget: ReturnType<typeof createRetryBudget>): number => {
    let spent = 0;
    while (budget.spend()) spent += 1;
    return spent;
  };
  const afterCalls = (calls: number) => {
    const budget = createRetryBudget();
    spendAll(budget);
    for (let call = 0; call < calls; call += 1) budget.add();
    return spendAll(budget);
  };

  it('begins with ten', () => {
    expect(spendAll(createRetryBudget())).toBe(10);
  });

  it.each([
    [0, 0],
    [4, 0],
    [5, 1],
    [9, 1],
    [10, 2],
    [51, 10],
    [1_000, 10],
  ])('that was spent has after %i calls %i', (calls, retries) => {
    expect(afterCalls(calls)).toBe(retries);
  });
});
