import Type, { type Static } from 'typebox';
import { accountNotFound, invalid } from '../api-errors.ts';
import { toId } from '../ids.ts';
import { check, filled, jsonObject, jsonObjectOrNull } from '../validation.ts';
import { announce } from '../webhooks/announce.ts';
import { ACME } from '../world/companies.ts';
import type { State } from './state.ts';
import type { JsonObject, StoredUser } from './stored.ts';
import { checkCustomer, findOrCreateUser } from './users.ts';

const newAccount = Type.Object({
  /** An identifier. An unknown user is created. */
  user: filled,
  customer: Type.Optional(filled),
  id: Type.Optional(filled),
  // Null omits the key from the response.
  company: Type.Optional(jsonObjectOrNull),
  /** Merged into a plain subscription. */
  account: Type.Optional(jsonObjectOrNull),
  actions: Type.Optional(Type.Union([Type.Array(jsonObject), Type.Null()])),
  /** How the account is connected: `linked` unless given. */
  type: Type.Optional(Type.Union([filled, Type.Null()])),
});
export type NewAccount = Static<typeof newAccount>;

/** Checks the input, which may come from the control plane. */
export function addAccount(state: State, input: unknown): { id: string } {
  const { id, user } = saveAccount(state, input);
  announceAccount(state, user, id);
  return { id };
}

/** Adds an account without an event. */
export function saveAccount(state: State, input: unknown): { id: string; user: StoredUser } {
  const { user: identifier, customer, id: givenId, ...parts } = check(newAccount, input);
  const user = findOrCreateUser(state, checkCustomer(customer), identifier);
  const id = givenId ?? toId(state.seed, 'account', state.store.nextSerial());
  if (user.payLinkAccounts.some(({ _id }) => _id === id)) throw invalid('id is taken');
  const saved = { ...user, payLinkAccounts: [...user.payLinkAccounts, toPayLinkAccount(id, parts)] };
  state.store.saveUser(saved);
  return { id, user: saved };
}

const accountChange = Type.Object({
  customer: Type.Optional(filled),
  company: Type.Optional(jsonObject),
  /** Keys to replace. */
  account: Type.Optional(jsonObject),
  actions: Type.Optional(Type.Array(jsonObject)),
  type: Type.Optional(filled),
});
export type AccountChange = Static<typeof accountChange>;

export function changeAccount(state: State, identifier: string, id: string, input: unknown): { id: string } {
  const { customer, account, ...parts } = check(accountChange, input);
  const user = state.store.user(checkCustomer(customer), identifier);
  const before = user?.payLinkAccounts.find(({ _id }) => _id === id);
  if (!user || !before) throw accountNotFound();
  const after = {
    ...before,
    ...parts,
    ...(account && { account: { ...(before.account as JsonObject | undefined), ...account, _id: id } }),
  };
  const saved = {
    ...user,
    payLinkAccounts: user.payLinkAccounts.map((each) =>
      each === before ? (structuredClone(after) as JsonObject) : each,
    ),
  };
  state.store.saveUser(saved);
  announceAccount(state, saved, id);
  return { id };
}

function announceAccount(state: State, user: StoredUser, id: string): void {
  announce(state, { type: 'pay-link-accounts-updated', user, data: { accounts: [{ _id: id }] } });
}

type AccountParts = Omit<NewAccount, 'user' | 'customer' | 'id'>;

function toPayLinkAccount(id: string, { company = ACME, account = {}, actions = [], type = 'linked' }: AccountParts) {
  const whole: JsonObject = {
    _id: id,
    company,
    account: account && { type: 'subscription', sourceId: `source-${id}`, ...account, _id: id },
    actions,
    type,
  };
  const present = Object.entries(whole).filter(([, value]) => value !== null);
  return structuredClone(Object.fromEntries(present)) as JsonObject;
}
