import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Owner } from '../credentials/key-pair.ts';
import { openVault } from '../credentials/vault.ts';
import type { Redis } from './redis.ts';

export interface CallLimit {
  readonly calls: number;
  readonly seconds: number;
}

/** How many REST calls each caller may make: over all replicas that share a Redis, or in this process. */
export interface CallLimiter {
  /** For the calls of one caller: takes one, or tells in how many milliseconds there will be one. */
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
    if (!redis || !shared) return waitOf(own.consume(name));
    // Without Redis each replica counts by itself: better than to stand still.
    return redis.inTime(waitOf(shared.consume(name))).catch(() => waitOf(own.consume(name)));
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

/** The library rejects with what it found, where that is too much, and with an error where it found nothing. */
async function waitOf(consumed: Promise<RateLimiterRes>): Promise<number | null> {
  try {
    await consumed;
    return null;
  } catch (refusal) {
    if (Error.isError(refusal)) throw refusal;
    return (refusal as RateLimiterRes).msBeforeNext;
  }
}
