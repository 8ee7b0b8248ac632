import { publicTokenUnusable } from '../api-errors.ts';
import type { KeyPair } from '../customers.ts';
import { toToken } from '../ids.ts';
import type { State } from './state.ts';

/** Creates a public token of the user, and the deprecated private one that comes with it. */
export function createTokens(state: State, { customer }: KeyPair, user: string, lifetimeS: number) {
  const { seed, store, clock } = state;
  const publicToken = toToken(seed, 'token', store.nextSerial());
  const expiresAt = new Date(clock.now().getTime() + lifetimeS * 1_000).toISOString();
  store.saveToken({ publicToken, customer, user, expiresAt });
  return { publicToken, token: toToken(seed, 'token', store.nextSerial()) };
}

export function findTokenOwner({ store, clock }: State, publicToken: string): { customer: string; user: string } {
  const token = store.token(publicToken);
  if (!token || Date.parse(token.expiresAt) <= clock.now().getTime()) throw publicTokenUnusable();
  return { customer: token.customer, user: token.user };
}
