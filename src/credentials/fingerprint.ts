import { createHmac, randomBytes } from 'node:crypto';

const hashKey = randomBytes(32);

/** A keyed hash that stands for credentials in shared keys: equal for equal credentials, useless to anyone else. */
export function hashCredentials(...credentials: readonly (string | null)[]): string {
  return createHmac('sha256', hashKey).update(JSON.stringify(credentials)).digest('base64url');
}
