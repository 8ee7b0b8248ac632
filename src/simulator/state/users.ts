import Type, { type Static } from 'typebox';
import { invalid } from '../api-errors.ts';
import { DEMO_CUSTOMER, isCustomer } from '../customers.ts';
import { toId } from '../ids.ts';
import { check, filled } from '../validation.ts';
import type { State } from './state.ts';
import type { JsonObject, StoredUser } from './stored.ts';
import { type AccountData, type CardData, requireOneForm, type UserData, userData } from './user-data.ts';

const newUser = Type.Object({
  identifier: filled,
  /** An API key; the demo customer by default. */
  customer: Type.Optional(filled),
  /** Whether the payroll data of the user is monitored. Unless given, a new user is not monitored. */
  monitoring: Type.Optional(Type.Boolean()),
  ...userData.properties,
});
export type NewUser = Static<typeof newUser>;

/** Checks the input, which may come from the control plane. */
export function addUser(state: State, input: unknown): StoredUser {
  const { identifier, customer, monitoring, ...data } = check(newUser, input);
  requireOneForm(data);
  const user = upsertUser(state, checkCustomer(customer), identifier, data);
  if (monitoring === undefined || monitoring === user.monitoring) return user;
  return saveUser(state, { ...user, monitoring, monitoringEndedAt: null });
}

/** Adds data to a user, and creates an unknown user. */
export function upsertUser(state: State, customer: string, identifier: string, data: UserData): StoredUser {
  const user = state.store.user(customer, identifier) ?? newUserOf(state, customer, identifier);
  return saveUser(state, {
    ...user,
    identity: { ...user.identity, ...toJson(data.identity ?? {}) },
    cards: merge(user.cards, (data.cards ?? []).map(withLastFour), 'lastFour'),
    accounts: merge(user.accounts, (data.accounts ?? []).map(withAccountLastFour), 'accountNumberLastFour'),
  });
}

export function findOrCreateUser(state: State, customer: string, identifier: string): StoredUser {
  return state.store.user(customer, identifier) ?? upsertUser(state, customer, identifier, {});
}

/** Ends the monitoring of a user. Changes no user without monitoring. */
export function endMonitoring(state: State, user: StoredUser): void {
  if (!user.monitoring) return;
  saveUser(state, { ...user, monitoring: false, monitoringEndedAt: state.clock.now().toISOString() });
}

export function checkCustomer(apiKey: string | undefined): string {
  if (apiKey !== undefined && !isCustomer(apiKey)) throw invalid('customer must be a known API key');
  return apiKey ?? DEMO_CUSTOMER;
}

function saveUser({ store }: State, user: StoredUser): StoredUser {
  store.saveUser(user);
  return user;
}

function newUserOf({ seed, clock }: State, customer: string, identifier: string): StoredUser {
  return {
    id: toId(seed, 'user', customer, identifier),
    customer,
    identifier,
    createdAt: clock.now().toISOString(),
    identity: {},
    cards: [],
    accounts: [],
    payLinkAccounts: [],
    monitoring: false,
    monitoringEndedAt: null,
  };
}

const withLastFour = (card: CardData) => toJson({ ...card, lastFour: card.number?.slice(-4) ?? card.lastFour });
const withAccountLastFour = (account: AccountData) =>
  toJson({ ...account, accountNumberLastFour: account.accountNumber?.slice(-4) ?? account.accountNumberLastFour });

/** Merges entries with the same last four digits, so that data completes its placeholder. */
function merge(stored: readonly JsonObject[], added: readonly JsonObject[], key: string): readonly JsonObject[] {
  const byDigits = new Map(stored.map((item) => [item[key], item]));
  for (const item of added) byDigits.set(item[key], { ...byDigits.get(item[key]), ...item });
  return [...byDigits.values()];
}

/** Returns a copy, including keys that the reference does not name. */
const toJson = (value: object) => structuredClone(value) as JsonObject;
