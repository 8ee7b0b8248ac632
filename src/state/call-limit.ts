import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
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

export function createCallLimiter({ calls, seconds }: CallLimit, redis: Redis | null): CallLimiter {
  const limit = { points: calls, duration: seconds };
  const own = new RateLimiterMemory(limit);
  const shared =
    redis &&
    new RateLimiterRedis({
      ...limit,
      storeClient: redis.client,
      useRedisPackage: true,
      keyPrefix: 'paylink-graphql:calls',
    });

  async function take(name: string): Promise<number | null> {
    if (!redis || !shared) return toWaitMs(own.consume(name));
    // While Redis is unavailable, each replica counts on its own.
    return redis.inTime(toWaitMs(shared.consume(name))).catch(() => toWaitMs(own.consume(name)));
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
