import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const hashKey = randomBytes(32);

/** Hashes take long to compute. The bound is in characters, as credentials come from outside. */
const known = new LRUCache<string, string>({ maxSize: 1_000_000, sizeCalculation: (_hash, text) => text.length });

/** A keyed hash of credentials for use in cache keys. The key is random for each process. */
export function hashCredentials(...credentials: readonly (string | null)[]): string {
  const text = JSON.stringify(credentials);
  let hash = known.get(text);
  if (hash === undefined) {
    hash = createHmac('sha256', hashKey).update(text).digest('base64url');
    known.set(text, hash);
  }
  return hash;
}
