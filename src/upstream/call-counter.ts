import { routeOf } from './catalog.ts';
import type { AskedCall, UpstreamHost } from './client.ts';

/** How often one endpoint was called for one operation. */
export interface CountedCall {
  readonly endpoint: string;
  readonly host: UpstreamHost;
  readonly calls: number;
  /** How often an equal call of another request was under way and served this one too. */
  readonly coalesced: number;
}

export interface CallCounter {
  readonly add: (call: AskedCall) => void;
  readonly list: () => CountedCall[];
}

export function createCallCounter(): CallCounter {
  const counted = new Map<string, CountedCall>();
  return {
    add({ host, method, route, isJoined }) {
      const endpoint = routeOf(method, route);
      const { calls, coalesced } = counted.get(endpoint) ?? { calls: 0, coalesced: 0 };
      const more = isJoined ? { calls, coalesced: coalesced + 1 } : { calls: calls + 1, coalesced };
      counted.set(endpoint, { endpoint, host, ...more });
    },
    list: () => [...counted.values()],
  };
}
