import type { State } from '../state/state.ts';
import type { JsonObject, StoredUser } from '../state/stored.ts';
import { stepAt } from '../state/timeline.ts';

/** Describes the world in outline. Cards, accounts and identity are copied key by key, so that no secret is included. */
export function describeState(state: State) {
  const now = state.clock.now();
  return { now: now.toISOString(), users: state.store.users().map((user) => describeUser(state, user, now)) };
}

function describeUser({ store }: State, user: StoredUser, now: Date) {
  const { id, customer, identifier, createdAt, monitoring, monitoringEndedAt } = user;
  return {
    id,
    customer,
    identifier,
    createdAt,
    monitoring,
    monitoringEndedAt,
    identityFields: Object.keys(user.identity).sort(),
    cards: user.cards.map(describeCard),
    accounts: user.accounts.map(describeBankAccount),
    payLinkAccounts: user.payLinkAccounts.map(describePayLinkAccount),
    tasks: store.tasks(customer, identifier).map((task) => {
      const { status, failReason } = stepAt(task.steps, now);
      return { id: task.id, product: task.product, status, ...(failReason !== undefined && { failReason }) };
    }),
  };
}

const mask = (digits: unknown) => (typeof digits === 'string' ? `•••• ${digits.slice(-4)}` : null);

function describeCard({ number, lastFour, title = null, brand = null, cardType = null, paymentService }: JsonObject) {
  const services = typeof paymentService === 'object' && paymentService !== null ? Object.keys(paymentService) : [];
  return { number: mask(number), lastFour, title, brand, cardType, paymentService: services[0] ?? null };
}

function describeBankAccount({ accountNumber, accountNumberLastFour, type = null, title = null }: JsonObject) {
  return { accountNumber: mask(accountNumber), accountNumberLastFour, type, title };
}

function describePayLinkAccount({ _id, company, account }: JsonObject) {
  const { name = null } = (company ?? {}) as JsonObject;
  const { type = null, billing } = (account ?? {}) as JsonObject;
  const { accountNumber } = (billing ?? {}) as JsonObject;
  return { id: _id, company: name, type, billingAccountNumber: mask(accountNumber) };
}
