import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** One attempt at a call of the upstream that has ended; `error` is null when it succeeded. */
interface Attempt {
  readonly host: string;
  readonly endpoint: string;
  readonly attempt: number;
  readonly durationMs: number;
  readonly error: { readonly kind: string } | null;
}

interface HostState {
  readonly breaker: 'closed' | 'half-open' | 'open';
  readonly active: number;
  readonly waiting: number;
}

const breakerValues = { closed: 0, 'half-open': 1, open: 2 };

export interface Metrics {
  readonly observeAttempt: (attempt: Attempt) => void;
  readonly countDrift: (drift: { endpoint: string; path: string; kind: string }) => void;
  /** Has the state of each host read whenever the metrics are. */
  readonly watchHosts: (state: () => Readonly<Record<string, HostState>>) => void;
  readonly contentType: string;
  /** All of them, as Prometheus reads them. */
  readonly render: () => Promise<string>;
}

/** What can be counted of this gateway. No label holds an id, a credential or a value. */
export function createMetrics(): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const calls = new Counter({
    name: 'paylink_upstream_calls_total',
    help: 'REST calls that have ended, each attempt by itself, by outcome: ok, or what went wrong',
    labelNames: ['host', 'endpoint', 'outcome'],
    registers,
  });
  const retries = new Counter({
    name: 'paylink_upstream_retries_total',
    help: 'REST calls that were made again after a failure',
    labelNames: ['host', 'endpoint'],
    registers,
  });
  const durations = new Histogram({
    name: 'paylink_upstream_call_duration_seconds',
    help: 'How long a REST call took, its wait for a turn included',
    labelNames: ['host', 'endpoint'],
    registers,
  });
  const drift = new Counter({
    name: 'paylink_upstream_drift_total',
    help: 'Answers that differ from their declaration, by endpoint, path and kind of difference',
    labelNames: ['endpoint', 'path', 'kind'],
    registers,
  });

  return {
    observeAttempt({ host, endpoint, attempt, durationMs, error }) {
      calls.inc({ host, endpoint, outcome: error?.kind ?? 'ok' });
      if (attempt > 1) retries.inc({ host, endpoint });
      durations.observe({ host, endpoint }, durationMs / 1000);
    },
    countDrift: (labels) => drift.inc(labels),
    watchHosts: (state) => watchHosts(registers, state),
    contentType: register.contentType,
    render: () => register.metrics(),
  };
}

function watchHosts(registers: Registry[], state: () => Readonly<Record<string, HostState>>): void {
  const watch = (name: string, help: string, read: (host: HostState) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['host'],
      registers,
      collect() {
        for (const [host, each] of Object.entries(state())) this.set({ host }, read(each));
      },
    });
  watch('paylink_upstream_calls_active', 'REST calls that are under way', ({ active }) => active);
  watch('paylink_upstream_calls_waiting', 'REST calls that wait for their turn', ({ waiting }) => waiting);
  watch(
    'paylink_upstream_breaker_state',
    'Whether a host is asked: 0 yes (closed), 1 one call is out to see (half-open), 2 no (open)',
    ({ breaker }) => breakerValues[breaker],
  );
}
