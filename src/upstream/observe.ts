import type { DriftOfAnswer, EndedAttempt, Layer } from './call.ts';
import { isOutcomeUnknown } from './outcome.ts';

/** Watches all calls, for logs and metrics. */
export interface Observer {
  readonly onEnd: (attempt: EndedAttempt) => void;
  readonly onDrift: (drift: DriftOfAnswer) => void;
}

/** Layer: counts each attempt for its operation, and reports it to the observer when it ends. */
export function observe({ onEnd, onDrift }: Observer): Layer {
  return (next) => (call, done) => {
    const startedAtMs = performance.now();
    const { host, method, endpoint, attempt, isProven } = call;
    const { route } = call.path;
    call.origin.counter.add(call, attempt === 1 ? 'calls' : 'retries');
    next(call, (error, value) => {
      const durationMs = performance.now() - startedAtMs;
      const isUnknown = error !== null && isOutcomeUnknown(call, error);
      try {
        onEnd({ host, method, route, endpoint, attempt, durationMs, isProven, error, isOutcomeUnknown: isUnknown });
        for (const drift of call.drift) onDrift({ ...drift, endpoint });
      } catch {
        // A log or a metric that fails must neither end the process nor change the outcome of the call.
      }
      done(error, value);
    });
  };
}
