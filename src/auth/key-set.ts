import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, type JWTVerifyGetKey } from 'jose';
import { Agent, fetch } from 'undici';

/** The keys that tokens are verified by cannot be had just now. */
export class KeySetError extends Error {
  override readonly name = 'KeySetError';
}

export interface KeySetHooks {
  /** The keys cannot be read, and the ones that are known stay good; told once until they can be read again. */
  readonly onLost: (code: string) => void;
  readonly onFound: () => void;
}

export interface KeySet {
  readonly getKey: JWTVerifyGetKey;
  /** Reads the keys anew; rejects when they cannot be had. */
  readonly load: () => Promise<void>;
  close(): Promise<void>;
}

const maxAgeMs = 10 * 60 * 1000;
/** How soon keys are asked for again: at a token of an unknown key, and after they could not be read. */
const pauseMs = { unknownKey: 30_000, failure: 5_000 };
const timeoutMs = 5_000;
const maxBodyBytes = 1024 * 1024;

/**
 * The keys of an issuer, as its JWKS endpoint lists them. They are read anew when they are old, so that one that was withdrawn is
 * no longer trusted, and when a token names an unknown one, so that a new one is. An outage of the endpoint is survived with
 * the keys that are known.
 */
export function openKeySet(url: string, { onLost, onFound }: KeySetHooks): KeySet {
  // Stated, so that no variable of the environment can turn it off.
  const agent = new Agent({ maxResponseSize: maxBodyBytes, connect: { timeout: timeoutMs, rejectUnauthorized: true } });
  const fetchKeys: FetchImplementation = (href, { headers, ...init }) =>
    fetch(href, { ...init, headers: [...headers], dispatcher: agent }) as Promise<Response & object>;
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: timeoutMs,
    // When to read them is decided here: jose would fail once they are old, and ask anew at every unknown key in an outage.
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

  /** Reads the keys where they are older than that, unless that failed a moment ago. */
  async function renew(ageMs: number): Promise<void> {
    const isOld = performance.now() - readAtMs >= ageMs;
    const isWorthwhile = remote.reloading || performance.now() - failedAtMs >= pauseMs.failure;
    if (isOld && isWorthwhile) await load().catch(() => undefined);
  }

  return {
    load,
    async getKey(header, token) {
      const renewal = renew(maxAgeMs);
      // In an outage nobody waits for it who can do without.
      if (!isLost || !hasKeys()) await renewal;
      if (!hasKeys()) throw new KeySetError('no keys are known');
      try {
        return await remote(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        await renew(pauseMs.unknownKey);
      }
      return remote(header, token).catch((error) => {
        // It may be of a key that is new, and then nobody's fault.
        throw isLost ? new KeySetError('no key that is known fits', { cause: error }) : error;
      });
    },
    close: () => agent.destroy(),
  };
}

/** Nothing of the endpoint's URL or answer: it may be anything. */
function codeOf(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; name?: unknown; cause?: { code?: unknown } };
  return String([cause?.code, code, name].find((each) => typeof each === 'string') ?? 'unknown');
}
