import type { FastifyRequest } from 'fastify';
import { unauthorized } from './api-errors.ts';

export const DEMO_CUSTOMER = 'demo-key';
export const SECOND_CUSTOMER = 'second-key';
export const DEMO_SECRET = 'demo-secret';

/** The secrets of each customer by its API key, the oldest first. */
const SECRETS: ReadonlyMap<string, readonly string[]> = new Map([
  [DEMO_CUSTOMER, [DEMO_SECRET, 'demo-secret-rotated']],
  [SECOND_CUSTOMER, ['second-secret', 'second-secret-rotated']],
]);

/** The secret that signs for a user without a token. */
export const firstSecretOf = (apiKey: string) => SECRETS.get(apiKey)?.[0] ?? '';

export const isCustomer = (apiKey: string) => SECRETS.has(apiKey);

export interface KeyPair {
  /** The API key identifies the customer. */
  readonly customer: string;
  readonly secret: string;
}

/** Requires a key pair, as every call of the API does. A public token is not enough. */
export function requireKeyPair({ headers }: FastifyRequest): KeyPair {
  const customer = headers['x-api-key'];
  const secret = headers['x-api-secret'];
  if (typeof customer !== 'string' || typeof secret !== 'string') throw unauthorized();
  if (!SECRETS.get(customer)?.includes(secret)) throw unauthorized();
  return { customer, secret };
}
