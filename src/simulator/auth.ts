import type { FastifyRequest } from 'fastify';
import { publicTokenUnusable, unauthorized } from './errors.ts';
import type { State } from './state/state.ts';

export const DEMO_CUSTOMER = 'demo-key';
export const SECOND_CUSTOMER = 'second-key';
export const DEMO_SECRET = 'demo-secret';

/** A customer is its API key, and may hold several secrets. */
const SECRETS: ReadonlyMap<string, readonly string[]> = new Map([
  [DEMO_CUSTOMER, [DEMO_SECRET, 'demo-secret-rotated']],
  [SECOND_CUSTOMER, ['second-secret', 'second-secret-rotated']],
]);

export const isCustomer = (apiKey: string) => SECRETS.has(apiKey);

export interface Caller {
  readonly customer: string;
  /** The one user whose things may be read; null for the customer itself, who may do anything. */
  readonly onlyUser: string | null;
}

/** For calls that only a customer's own backend may make. */
export function requireKeyPair({ headers }: FastifyRequest): Caller {
  const apiKey = headers['x-api-key'];
  const apiSecret = headers['x-api-secret'];
  if (typeof apiKey !== 'string' || typeof apiSecret !== 'string') throw unauthorized();
  if (!SECRETS.get(apiKey)?.includes(apiSecret)) throw unauthorized();
  return { customer: apiKey, onlyUser: null };
}

/** For reads, which a public token opens as well. A key pair, where there is one, decides. */
export function requireReader(request: FastifyRequest, { store, clock }: State): Caller {
  const { headers } = request;
  const publicToken = headers['x-public-token'];
  const hasKeyPair = headers['x-api-key'] !== undefined && headers['x-api-secret'] !== undefined;
  if (hasKeyPair || typeof publicToken !== 'string') return requireKeyPair(request);

  const token = store.token(publicToken);
  if (!token || Date.parse(token.expiresAt) <= clock.now().getTime()) throw publicTokenUnusable();
  return { customer: token.customer, onlyUser: token.user };
}

/** What belongs to someone else is answered as if it did not exist. */
export const maySee = ({ onlyUser }: Caller, identifier: string) => onlyUser === null || onlyUser === identifier;
