import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EndedAttempt } from '../upstream/call.ts';

interface HostState {
  readonly breaker: 'closed' | 'half-open' | 'open';
  readonly active: number;
  readonly waiting: number;
}

const breakerValues = { closed: 0, 'half-open': 1, open: 2 };

export interface Metrics {
  readonly observeAttempt: (attempt: EndedAttempt) => void;
  readonly countDrift: (drift: { endpoint: string; path: string; kind: string }) => void;
  /** Registers gauges that read the state of each host whenever the metrics are rendered. */
  readonly watchHosts: (state: () => Readonly<Record<string, HostState>>) => void;
  readonly contentType: string;
  /** All metrics in the Prometheus text format. */
  readonly render: () => Promise<string>;
}

/** The metrics of one endpoint. */
interface Meters {
  readonly duration: Histogram.Internal<string>;
  readonly ended: Map<string, Counter.Internal>;
}

/** The metrics of the gateway. Labels never contain an id, a credential or a value. */
export function createMetrics(): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const calls = new Counter({
    name: 'paylink_upstream_calls_total',
    help: 'Completed attempts of REST calls by outcome: ok or the kind of error',
    labelNames: ['host', 'endpoint', 'outcome'],
    registers,
  });
  const retries = new Counter({
    name: 'paylink_upstream_retries_total',
    help: 'Retries of REST calls after a failure',
    labelNames: ['host', 'endpoint'],
    registers,
  });
  const durations = new Histogram({
    name: 'paylink_upstream_call_duration_seconds',
    help: 'Duration of an attempt of a REST call, including its time in the queue',
    labelNames: ['host', 'endpoint'],
    registers,
  });
  const drift = new Counter({
    name: 'paylink_upstream_drift_total',
    help: 'Responses that differ from their declaration, by endpoint, path and kind of difference',
    labelNames: ['endpoint', 'path', 'kind'],
    registers,
  });

  /** Resolving labels costs more than counting, so it is done once. */
  const meters = { api: new Map<string, Meters>(), pci: new Map<string, Meters>() };
  function metersOf(host: EndedAttempt['host'], endpoint: string): Meters {
    const known = meters[host].get(endpoint);
    if (known) return known;
    const made: Meters = { duration: durations.labels({ host, endpoint }), ended: new Map() };
    meters[host].set(endpoint, made);
    return made;
  }

  return {
    observeAttempt({ host, endpoint, attempt, durationMs, error, isOutcomeUnknown }) {
      const { ended, duration } = metersOf(host, endpoint);
      const outcome = isOutcomeUnknown ? 'outcome-unknown' : (error?.kind ?? 'ok');
      duration.observe(durationMs / 1000);
      if (attempt > 1) retries.inc({ host, endpoint });
      let meter = ended.get(outcome);
      if (!meter) {
        meter = calls.labels({ host, endpoint, outcome });
        ended.set(outcome, meter);
      }
      meter.inc();
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
  watch('paylink_upstream_calls_active', 'REST calls in progress', ({ active }) => active);
  watch('paylink_upstream_calls_waiting', 'REST calls waiting in the queue', ({ waiting }) => waiting);
  watch(
    'paylink_upstream_breaker_state',
    'State of the breaker of a host: 0 closed, 1 half-open (one trial call), 2 open (no calls)',
    ({ breaker }) => breakerValues[breaker],
  );
}
