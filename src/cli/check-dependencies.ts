import { openKeySet } from '../auth/key-set.ts';
import type { Config, TokenConfig } from '../config/config.ts';
import { connectRedis } from '../state/redis.ts';
import { createRedisStore } from '../state/store.ts';
import { type CheckResult, describeProxy, fail, pass } from './check-result.ts';

/** Checks the configured services other than the upstream. */
export async function checkDependencies(config: Config): Promise<CheckResult[]> {
  const checks = [config.tokens && checkKeySet(config.tokens), config.redisUrl && checkRedis(config.redisUrl)];
  return Promise.all(checks.filter((check) => check instanceof Promise));
}

async function checkKeySet({ jwksUrl, proxyUrl }: TokenConfig): Promise<CheckResult> {
  const name = `keys of bearer tokens${describeProxy(proxyUrl)}`;
  const { hooks, reason } = recordLoss();
  const keySet = openKeySet(jwksUrl, proxyUrl, hooks);
  try {
    await keySet.load();
    return pass(name);
  } catch {
    return fail(name, `AUTH_JWKS_URL does not return a JSON Web Key Set (${reason()}); check it in a browser`);
  } finally {
    await keySet.close();
  }
}

async function checkRedis(url: string): Promise<CheckResult> {
  const { hooks, reason } = recordLoss();
  const redis = await connectRedis(url, hooks);
  const store = createRedisStore(redis);
  try {
    await store.check();
    return pass('Redis');
  } catch {
    return fail(
      'Redis',
      `REDIS_URL cannot be used (${reason()}); check its host, port and password, and that Redis is running`,
    );
  } finally {
    await store.close();
  }
}

function recordLoss() {
  let code = 'no answer';
  const onLost = (reason: string) => {
    code = reason;
  };
  return { hooks: { onLost, onFound: () => undefined }, reason: () => code };
}
