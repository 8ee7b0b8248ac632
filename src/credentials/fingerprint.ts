import { createHmac, randomBytes } from 'node:crypto';

const hashKey = randomBytes(32);

/** A keyed hash of credentials for use in cache keys. The key is random for each process. */
export function hashCredentials(...credentials: readonly (string | null)[]): string {
  return createHmac('sha256', hashKey).update(JSON.stringify(credentials)).digest('base64url');
}
