import type { Call, UpstreamHost } from './call.ts';

/** The calls to one endpoint for one operation. */
export interface CountedCall {
  readonly endpoint: string;
  readonly host: UpstreamHost;
  readonly calls: number;
  /** Reads that were answered by an equal call of another request. */
  readonly coalesced: number;
  /** Calls that were made again after a failure. */
  readonly retries: number;
}

export interface CallCounter {
  add(call: Pick<Call, 'endpoint' | 'host'>, what: 'calls' | 'coalesced' | 'retries'): void;
  list(): readonly CountedCall[];
}

type Counts = { -readonly [Key in keyof CountedCall]: CountedCall[Key] };

export function createCallCounter(): CallCounter {
  const counted = new Map<string, Counts>();
  return {
    add({ endpoint, host }, what) {
      let counts = counted.get(endpoint);
      if (!counts) {
        counts = { endpoint, host, calls: 0, coalesced: 0, retries: 0 };
        counted.set(endpoint, counts);
      }
      counts[what] += 1;
    },
    list: () => [...counted.values()],
  };
}
