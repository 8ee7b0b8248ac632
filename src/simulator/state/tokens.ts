import { publicTokenUnusable } from '../api-errors.ts';
import { toToken } from '../ids.ts';
import type { State } from './state.ts';
import type { StoredUser } from './stored.ts';

/** Creates a public token of the user, and the deprecated private one that comes with it. */
export function createTokens({ seed, store, clock }: State, secret: string, user: StoredUser, lifetimeS: number) {
  const publicToken = toToken(seed, 'token', store.nextSerial());
  const expiresAt = new Date(clock.now().getTime() + lifetimeS * 1_000).toISOString();
  store.saveToken({ publicToken, customer: user.customer, user: user.identifier, expiresAt });
  store.saveUser({ ...user, token: { publicToken, secret } });
  return { publicToken, token: toToken(seed, 'token', store.nextSerial()) };
}

export function findTokenOwner({ store, clock }: State, publicToken: string): { customer: string; user: string } {
  const token = store.token(publicToken);
  if (!token || Date.parse(token.expiresAt) <= clock.now().getTime()) throw publicTokenUnusable();
  return { customer: token.customer, user: token.user };
}
