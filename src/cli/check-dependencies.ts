import { openKeySet } from '../auth/key-set.ts';
import type { Config } from '../config/config.ts';
import { connectRedis } from '../state/redis.ts';
import { createRedisStore } from '../state/store.ts';
import { type Check, fail, pass } from './check.ts';

/** What the gateway leans on beside the upstream, as far as it is configured. */
export async function checkSurroundings(config: Config): Promise<Check[]> {
  const checks = [config.tokens && checkKeys(config.tokens.jwksUrl), config.redisUrl && checkRedis(config.redisUrl)];
  return Promise.all(checks.filter((check) => check instanceof Promise));
}

async function checkKeys(url: string): Promise<Check> {
  const name = 'keys of bearer tokens';
  const { hooks, reason } = listen();
  const keySet = openKeySet(url, hooks);
  try {
    await keySet.load();
    return pass(name);
  } catch {
    return fail(name, `AUTH_JWKS_URL does not answer a JSON Web Key Set (${reason()}); check it in a browser`);
  } finally {
    await keySet.close();
  }
}

async function checkRedis(url: string): Promise<Check> {
  const { hooks, reason } = listen();
  const redis = await connectRedis(url, hooks);
  const store = createRedisStore(redis);
  try {
    await store.check();
    return pass('Redis');
  } catch {
    return fail('Redis', `REDIS_URL cannot be used (${reason()}); check its host, port and password, and that it runs`);
  } finally {
    await store.close();
  }
}

function listen() {
  let code = 'no answer';
  const onLost = (reason: string) => {
    code = reason;
  };
  return { hooks: { onLost, onFound: () => undefined }, reason: () => code };
}
