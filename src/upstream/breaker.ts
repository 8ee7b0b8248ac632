import { CircuitState, CountBreaker, circuitBreaker, handleWhenResult, isBrokenCircuitError } from 'cockatiel';
import { UpstreamError, type UpstreamErrorKind } from './errors.ts';

export type BreakerState = 'closed' | 'half-open' | 'open';

export interface BreakerOptions {
  /** How many of the last calls it judges by: when more than half of them failed, it opens. 0 keeps it closed for ever. */
  readonly calls: number;
  /** How long it stays open before one call is let through, to see. */
  readonly openMs: number;
}

export interface Breaker {
  /** Throws what `run` would throw just now. */
  check(): void;
  /** Runs what is asked for unless the breaker is open, and learns from how it ends. */
  run<T>(act: () => Promise<T>): Promise<T>;
  readonly state: () => BreakerState;
}

/** How a call ended. That there is no such task, say, is an error for who asked, but no failure of the host. */
type Outcome<T> = { readonly value: T } | { readonly error: UpstreamError; readonly isFailure: boolean };

const failures: ReadonlySet<UpstreamErrorKind> = new Set(['unavailable', 'rate-limited', 'timeout']);

const stateNames: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

export function createBreaker({ calls, openMs }: BreakerOptions): Breaker {
  if (calls === 0) return { check: () => undefined, run: (act) => act(), state: () => 'closed' };

  // By calls and not by time: under little load, too, it takes more than one failure to open.
  const breaker = new CountBreaker({ threshold: 0.5, size: calls, minimumNumberOfCalls: Math.ceil(calls / 5) });
  const policy = circuitBreaker(handleWhenResult(isFailure), { halfOpenAfter: openMs, breaker });
  let timesOpened = 0;
  let openUntilMs = 0;
  policy.onBreak(() => {
    timesOpened += 1;
    openUntilMs = performance.now() + openMs;
  });

  async function observe<T>(act: () => Promise<T>): Promise<Outcome<T>> {
    const isProbe = policy.state === CircuitState.HalfOpen;
    const timesOpenedBefore = timesOpened;
    try {
      return { value: await act() };
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      // What began before the host was given a rest is no news of it, however late it fails.
      const saysNothing = error.kind === 'cancelled' || timesOpened > timesOpenedBefore;
      // The policy counts nothing that is thrown, but takes it for a success of the call that probes.
      if (saysNothing && !isProbe) throw error;
      return { error, isFailure: saysNothing || failures.has(error.kind) };
    }
  }

  function refuse(): UpstreamError {
    const leftMs = policy.state === CircuitState.Open ? openUntilMs - performance.now() : 0;
    return new UpstreamError('circuit-open', { retryAfterMs: Math.max(1, Math.ceil(leftMs)) });
  }

  function check(): void {
    // The policy would have everybody wait for the call that probes, which takes as long as a call may.
    if (policy.state === CircuitState.HalfOpen) throw refuse();
    if (policy.state === CircuitState.Open && performance.now() < openUntilMs) throw refuse();
  }

  return {
    check,
    async run(act) {
      check();
      try {
        const outcome = await policy.execute(() => observe(act));
        if ('error' in outcome) throw outcome.error;
        return outcome.value;
      } catch (error) {
        throw isBrokenCircuitError(error) ? refuse() : error;
      }
    },
    state: () => stateNames[policy.state],
  };
}

function isFailure(outcome: unknown): boolean {
  return typeof outcome === 'object' && outcome !== null && 'isFailure' in outcome && outcome.isFailure === true;
}
