import Type, { type Static } from 'typebox';
import { invalid } from '../api-errors.ts';
import { toId } from '../ids.ts';
import { check, filled, jsonObject, jsonObjectOrNull } from '../validation.ts';
import { ACME } from '../world/companies.ts';
import type { State } from './state.ts';
import type { JsonObject } from './stored.ts';
import { checkCustomer, findOrCreateUser } from './users.ts';

const newAccount = Type.Object({
  /** An identifier; an unknown one becomes a user. */
  user: filled,
  customer: Type.Optional(filled),
  id: Type.Optional(filled),
  // Null leaves the key out of the response.
  company: Type.Optional(jsonObjectOrNull),
  /** Laid over a plain subscription. */
  account: Type.Optional(jsonObjectOrNull),
  actions: Type.Optional(Type.Union([Type.Array(jsonObject), Type.Null()])),
  /** How the account is connected: `linked` unless given. */
  type: Type.Optional(Type.Union([filled, Type.Null()])),
});
export type NewAccount = Static<typeof newAccount>;

/** The input may come from the control plane, hence `unknown`. */
export function addAccount(state: State, input: unknown): { id: string } {
  const { user: identifier, customer, id: givenId, ...parts } = check(newAccount, input);
  const user = findOrCreateUser(state, checkCustomer(customer), identifier);
  const id = givenId ?? toId(state.seed, 'account', state.store.nextSerial());
  if (user.payLinkAccounts.some(({ _id }) => _id === id)) throw invalid('id is taken');
  state.store.saveUser({ ...user, payLinkAccounts: [...user.payLinkAccounts, toPayLinkAccount(id, parts)] });
  return { id };
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
