import type { Config } from '../config/config.ts';
import { type CallLimiter, createCallLimiter } from './call-limit.ts';
import { createIdempotency, type Idempotency, type WriteFailures } from './idempotency.ts';
import { createMemoryStore } from './memory-store.ts';
import { connectRedis, type RedisHooks } from './redis.ts';
import { createRedisStore, type Store } from './store.ts';

/** State that outlives a request, in memory or in the Redis that all replicas share. */
export interface State {
  /** Null without Redis. */
  readonly shared: Store | null;
  readonly idempotency: Idempotency;
  /** Null where callers may make any number of calls. */
  readonly limiter: CallLimiter | null;
  close(): Promise<void>;
}

export interface StateHooks {
  readonly redis: RedisHooks;
  /** Called when the outcome of a mutation could not be kept. */
  readonly onOutcomeLost: () => void;
}

/** The clocks of replicas differ by less. */
const leaseMarginMs = 10_000;

export async function openState(
  config: Config,
  failures: WriteFailures,
  { redis: redisHooks, onOutcomeLost }: StateHooks,
): Promise<State> {
  const redis = config.redisUrl === null ? null : await connectRedis(config.redisUrl, redisHooks);
  const store = redis ? createRedisStore(redis) : createMemoryStore();
  const leaseMs = config.operationTimeoutMs + config.upstream.timeoutMs + leaseMarginMs;
  const idempotency = createIdempotency({ store, leaseMs, failures, onForgotten: onOutcomeLost });
  return {
    shared: redis && store,
    idempotency,
    limiter: config.rateLimit && createCallLimiter(config.rateLimit, redis),
    close: () => store.close(),
  };
}
