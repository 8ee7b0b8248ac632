import { LRUCache } from 'lru-cache';
import { RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Owner } from '../credentials/key-pair.ts';
import { openVault } from '../credentials/vault.ts';
import type { Redis } from './redis.ts';

export interface CallLimit {
  readonly calls: number;
  readonly seconds: number;
}

/** Limits the REST calls of each caller, over all replicas that share a Redis, or in this process without Redis. */
export interface CallLimiter {
  /** Returns a function that takes one call: null if allowed, otherwise the milliseconds until the next allowed call. */
  readonly startFor: (owner: Owner) => () => Promise<number | null>;
}

/** Callers that are counted in this process. The counts of callers beyond that number are forgotten first. */
const maxCallers = 10_000;

export function createCallLimiter(limit: CallLimit, redis: Redis | null): CallLimiter {
  const own = createOwnLimiter(limit);
  const shared =
    redis &&
    new RateLimiterRedis({
      points: limit.calls,
      duration: limit.seconds,
      storeClient: redis.client,
      useRedisPackage: true,
      keyPrefix: 'paylink-graphql:calls',
    });

  async function take(name: string): Promise<number | null> {
    if (!redis || !shared) return own(name);
    // While Redis is unavailable, each replica counts on its own.
    return redis.inTime(toWaitMs(shared.consume(name))).catch(() => own(name));
  }

  return {
    startFor(owner) {
      let name: string | undefined;
      return () => {
        name ??= openVault(owner, 'calls').nameOf('calls');
        return take(name);
      };
    },
  };
}

/** The library rejects with its result when the limit is exceeded, and with an error when it has no result. */
async function toWaitMs(consumed: Promise<RateLimiterRes>): Promise<number | null> {
  try {
    await consumed;
    return null;
  } catch (refusal) {
    if (Error.isError(refusal)) throw refusal;
    return (refusal as RateLimiterRes).msBeforeNext;
  }
}

/** Counts in windows, as the limiter over Redis does. No in-memory limiter on npm bounds its callers. */
function createOwnLimiter({ calls, seconds }: CallLimit): (name: string) => number | null {
  const windows = new LRUCache<string, { endsAtMs: number; taken: number }>({ max: maxCallers });
  return (name) => {
    const nowMs = performance.now();
    let window = windows.get(name);
    if (!window || window.endsAtMs <= nowMs) {
      window = { endsAtMs: nowMs + seconds * 1000, taken: 0 };
      windows.set(name, window);
    }
    window.taken += 1;
    return window.taken > calls ? window.endsAtMs - nowMs : null;
  };
}
