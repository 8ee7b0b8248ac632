import type { AskedCall, UpstreamHost } from './calls.ts';
import { routeOf } from './routes.ts';

/** How often one endpoint was called for one operation. */
export interface CountedCall {
  readonly endpoint: string;
  readonly host: UpstreamHost;
  readonly calls: number;
  /** How often an equal call of another request was under way and served this one too. */
  readonly coalesced: number;
  /** How often it was called again after a failure. */
  readonly retries: number;
}

export interface CallCounter {
  readonly add: (call: AskedCall) => void;
  readonly list: () => CountedCall[];
}

const counterOf = { sent: 'calls', joined: 'coalesced', repeated: 'retries' } as const;

export function createCallCounter(): CallCounter {
  const counted = new Map<string, CountedCall>();
  return {
    add({ host, method, route, how }) {
      const endpoint = routeOf(method, route);
      const before = counted.get(endpoint) ?? { endpoint, host, calls: 0, coalesced: 0, retries: 0 };
      const key = counterOf[how];
      counted.set(endpoint, { ...before, [key]: before[key] + 1 });
    },
    list: () => [...counted.values()],
  };
}
