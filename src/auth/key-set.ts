import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, type JWTVerifyGetKey } from 'jose';
import { fetch } from 'undici';
import { createDispatcher } from '../upstream/dispatcher.ts';

/** The keys that verify bearer tokens are unavailable. */
export class KeySetError extends Error {
  override readonly name = 'KeySetError';
}

export interface KeySetHooks {
  /** Called once per outage, when the keys cannot be read. Known keys remain valid. */
  readonly onLost: (code: string) => void;
  readonly onFound: () => void;
}

export interface KeySet {
  readonly getKey: JWTVerifyGetKey;
  /** Reads the keys again; rejects when they cannot be read. */
  readonly load: () => Promise<void>;
  close(): Promise<void>;
}

const maxAgeMs = 10 * 60 * 1000;
/** The minimum pause before keys are read again: for a token with an unknown key, and after a failure. */
const pauseMs = { unknownKey: 30_000, failure: 5_000 };
const timeoutMs = 5_000;
const maxBodyBytes = 1024 * 1024;

/**
 * The keys of an issuer, read from its JWKS endpoint. Reading them again when they are old removes withdrawn keys; reading
 * them again when a token names an unknown key adds new ones. The known keys remain in use while the endpoint is down.
 */
export function openKeySet(url: string, proxyUrl: string | null, { onLost, onFound }: KeySetHooks): KeySet {
  const dispatcher = createDispatcher(url, { connectTimeoutMs: timeoutMs, maxResponseSize: maxBodyBytes }, proxyUrl);
  const fetchKeys: FetchImplementation = (href, { headers, ...init }) =>
    fetch(href, { ...init, headers: [...headers], dispatcher }) as Promise<Response & object>;
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: timeoutMs,
    // Disable the refreshing of jose, which fails once the keys are old and retries for every unknown key in an outage.
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: Number.POSITIVE_INFINITY,
    [customFetch]: fetchKeys,
  });
  let readAtMs = Number.NEGATIVE_INFINITY;
  let failedAtMs = Number.NEGATIVE_INFINITY;
  let isLost = false;
  const hasKeys = () => readAtMs > 0;

  async function load(): Promise<void> {
    try {
      await remote.reload();
      readAtMs = performance.now();
      if (isLost) onFound();
      isLost = false;
    } catch (cause) {
      failedAtMs = performance.now();
      if (!isLost) onLost(codeOf(cause));
      isLost = true;
      throw new KeySetError('the keys cannot be read', { cause });
    }
  }

  /** Reads the keys if they are older than `ageMs`, unless a read failed a moment ago. */
  async function renew(ageMs: number): Promise<void> {
    const isOld = performance.now() - readAtMs >= ageMs;
    const isWorthwhile = remote.reloading || performance.now() - failedAtMs >= pauseMs.failure;
    if (isOld && isWorthwhile) await load().catch(() => undefined);
  }

  return {
    load,
    async getKey(header, token) {
      const renewal = renew(maxAgeMs);
      // In an outage, use the known keys without waiting for the read.
      if (!isLost || !hasKeys()) await renewal;
      if (!hasKeys()) throw new KeySetError('no keys are known');
      try {
        return await remote(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        await renew(pauseMs.unknownKey);
      }
      return remote(header, token).catch((error) => {
        // In an outage, the token may be signed by a new key that could not be read.
        throw isLost ? new KeySetError('no known key matches', { cause: error }) : error;
      });
    },
    close: () => dispatcher.destroy(),
  };
}

/** Returns a code without any part of the endpoint's URL or response. */
function codeOf(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; name?: unknown; cause?: { code?: unknown } };
  return String([cause?.code, code, name].find((each) => typeof each === 'string') ?? 'unknown');
}
