import { announceStep, type Moment } from '../webhooks/task-events.ts';
import { changeAccount } from './accounts.ts';
import type { State } from './state.ts';
import type { JsonObject, StoredTask } from './stored.ts';

/** Takes the future steps of a task, each when the clock reaches the step. */
export function watchTask(state: State, task: StoredTask): void {
  const { agenda, clock } = state;
  const now = clock.now().getTime();
  for (const [index, step] of task.steps.entries()) {
    const at = Date.parse(step.at);
    const previous = task.steps[index - 1];
    if (!previous || at <= now) continue;
    agenda.add({ at, group: task.key, run: () => takeStep(state, { task, step: previous }, { task, step }) });
  }
}

/** Applies the effect of a change to a task, and sends its events. */
export function takeStep(state: State, before: Moment, after: Moment): void {
  announceStep(state, before, after);
  const { task, step } = after;
  if (task.product === 'switch' && step.status === 'completed' && before.step.status !== 'completed') {
    switchCard(state, task);
  }
}

/** Makes the newest card of the user the primary payment method of the linked account. */
function switchCard(state: State, { customer, user: identifier, linkedAccount }: StoredTask): void {
  const user = state.store.user(customer, identifier);
  const account = user?.payLinkAccounts.find(({ _id }) => _id === linkedAccount)?.account as JsonObject | undefined;
  const card = user?.cards.at(-1);
  if (linkedAccount === null || !account || !card) return;
  const { lastFour = null, title = null, brand = null, expiry = null } = card;
  const billing = (account.billing ?? {}) as JsonObject;
  const others = ((billing.paymentMethods ?? []) as readonly JsonObject[]).filter((each) => each.lastFour !== lastFour);
  const primary: JsonObject = {
    ...{ type: 'card', lastFour, isPrimary: true },
    ...(title !== null && { title }),
    ...(brand !== null && { brand }),
    ...(expiry !== null && { expiry }),
  };
  const paymentMethods = [primary, ...others.map((each) => ({ ...each, isPrimary: false }))];
  changeAccount(state, identifier, linkedAccount, { customer, account: { billing: { ...billing, paymentMethods } } });
}
