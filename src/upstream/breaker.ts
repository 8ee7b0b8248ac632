import type { Call, Layer, UpstreamHost } from './call.ts';
import { UpstreamError, type UpstreamErrorKind } from './errors.ts';
import { isProof } from './proofs.ts';

export type BreakerState = 'closed' | 'half-open' | 'open';

export interface BreakerOptions {
  /** How many recent calls are judged: the breaker opens when more than half of them failed. 0 turns the breaker off. */
  readonly calls: number;
  /** From opening until one call is sent on trial. */
  readonly openMs: number;
}

type Verdict = 'success' | 'failure';

/** Protects one host: after too many failed calls, nothing is sent to the host for a while. */
export interface Breaker {
  /** The error for a call that may not be sent now. */
  findRefusal(call: Call): UpstreamError | null;
  /**
   * Whether the call is a trial. Until a trial ends, no other call is sent, except that the trial of a key pair that is not
   * proven keeps no proven pair from a trial.
   */
  startTrial(call: Call): boolean;
  /** Without a verdict, the next call is the trial. */
  endTrial(call: Call, verdict: Verdict | null): void;
  count(verdict: Verdict): void;
  readonly timesOpened: () => number;
  readonly state: () => BreakerState;
}

/** Layer: refuses calls to a host while its breaker is open, and judges the others by how they end. */
export function breakCircuit(breakers: Readonly<Record<UpstreamHost, Breaker>>): Layer {
  return (next) => (call, done) => {
    const breaker = breakers[call.host];
    const refusal = breaker.findRefusal(call);
    if (refusal) {
      done(refusal);
      return;
    }
    const timesOpened = breaker.timesOpened();
    call.isTrial = breaker.startTrial(call);
    next(call, (error, value) => {
      // A call from before the breaker opened says nothing about the host now.
      const verdict = timesOpened === breaker.timesOpened() ? judge(call, error) : null;
      if (call.isTrial) breaker.endTrial(call, verdict);
      else if (verdict) breaker.count(verdict);
      call.isTrial = false;
      done(error, value);
    });
  };
}

const failures: ReadonlySet<UpstreamErrorKind> = new Set(['unavailable', 'rate-limited', 'timeout']);

/** Null when the call says nothing about the host. A 404, for example, is an error for the caller and a success here. */
function judge({ hasTurn, isProven }: Call, error: UpstreamError | null): Verdict | null {
  if (!hasTurn || error?.kind === 'cancelled') return null;
  // All callers share the breaker, so a made-up key pair may neither open nor close it.
  if (!isProven) return isProof(error) ? 'success' : null;
  return error && failures.has(error.kind) ? 'failure' : 'success';
}

/** When the breaker opens, `onOpen` receives the error for calls that wait for their turn. */
export function createBreaker(
  { calls, openMs }: BreakerOptions,
  onOpen: (toError: () => UpstreamError) => void,
): Breaker {
  const window = createWindow(calls);
  // By calls and not by time: under little load, too, it takes more than one failure to open.
  const leastCalls = Math.ceil(calls / 5);
  let state: BreakerState = 'closed';
  let timesOpened = 0;
  let openUntilMs = 0;
  const trials = { proven: false, unproven: false };

  function open(): void {
    state = 'open';
    timesOpened += 1;
    openUntilMs = performance.now() + openMs;
    window.clear();
    onOpen(refuse);
  }

  function refuse(): UpstreamError {
    const leftMs = openUntilMs - performance.now();
    return new UpstreamError('circuit-open', { retryAfterMs: Math.max(1, Math.ceil(leftMs)) });
  }

  return {
    findRefusal({ isProven }) {
      if (state === 'closed') return null;
      const hasTrial = trials.proven || (!isProven && trials.unproven);
      return openUntilMs <= performance.now() && !hasTrial ? null : refuse();
    },
    startTrial({ isProven }) {
      if (state === 'closed') return false;
      state = 'half-open';
      trials[isProven ? 'proven' : 'unproven'] = true;
      return true;
    },
    endTrial({ isProven }, verdict) {
      trials[isProven ? 'proven' : 'unproven'] = false;
      if (verdict === 'failure') open();
      if (verdict === 'success') state = 'closed';
    },
    count(verdict) {
      if (calls === 0) return;
      window.add(verdict === 'failure');
      if (window.size() >= leastCalls && window.failures() > window.size() / 2) open();
    },
    timesOpened: () => timesOpened,
    state: () => state,
  };
}

/** The outcomes of the last calls. */
function createWindow(calls: number) {
  const isFailure = new Uint8Array(calls);
  let added = 0;
  let failed = 0;
  return {
    add(failure: boolean): void {
      const index = added % calls;
      failed += Number(failure) - (added >= calls ? (isFailure[index] ?? 0) : 0);
      isFailure[index] = Number(failure);
      added += 1;
    },
    clear(): void {
      added = 0;
      failed = 0;
    },
    size: () => Math.min(added, calls),
    failures: () => failed,
  };
}
