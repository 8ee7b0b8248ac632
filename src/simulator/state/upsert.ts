import { toId } from '../ids.ts';
import type { AccountData, CardData, UserData } from '../user-data.ts';
import type { JsonObject, StoredUser } from './model.ts';
import type { State } from './state.ts';

/** Creates the user where there is none yet, and adds to what is there. */
export function upsertUser(state: State, customer: string, identifier: string, data: UserData): StoredUser {
  const user = state.store.user(customer, identifier) ?? newUser(state, customer, identifier);
  const saved: StoredUser = {
    ...user,
    identity: { ...user.identity, ...toJson(data.identity ?? {}) },
    cards: merge(user.cards, (data.cards ?? []).map(withLastFour), 'lastFour'),
    accounts: merge(user.accounts, (data.accounts ?? []).map(withAccountLastFour), 'accountNumberLastFour'),
  };
  state.store.saveUser(saved);
  return saved;
}

function newUser({ seed, clock }: State, customer: string, identifier: string): StoredUser {
  return {
    id: toId(seed, 'user', customer, identifier),
    customer,
    identifier,
    createdAt: clock.now().toISOString(),
    identity: {},
    cards: [],
    accounts: [],
    payLinkAccounts: [],
    monitoring: true,
    monitoringEndedAt: null,
  };
}

const withLastFour = (card: CardData) => toJson({ ...card, lastFour: card.number?.slice(-4) ?? card.lastFour });
const withAccountLastFour = (account: AccountData) =>
  toJson({ ...account, accountNumberLastFour: account.accountNumber?.slice(-4) ?? account.accountNumberLastFour });

/** What follows by the same last four digits completes its placeholder. */
function merge(stored: readonly JsonObject[], added: readonly JsonObject[], key: string): readonly JsonObject[] {
  const byDigits = new Map(stored.map((item) => [item[key], item]));
  for (const item of added) byDigits.set(item[key], { ...byDigits.get(item[key]), ...item });
  return [...byDigits.values()];
}

/** A copy of its own. Keys the reference does not name are kept. */
const toJson = (value: object) => structuredClone(value) as JsonObject;
