import Type, { type Static } from 'typebox';
import { taskNotFound, userNotFound } from '../api-errors.ts';
import type { State } from '../state/state.ts';
import { checkCustomer } from '../state/users.ts';
import { check, filled, jsonObject } from '../validation.ts';
import { announce } from './announce.ts';

const madeUpEvent = Type.Object({
  /** An event type such as `task-status-updated`, or any other text. */
  type: filled,
  user: filled,
  customer: Type.Optional(filled),
  /** The id of a task of the user. */
  task: Type.Optional(filled),
  data: Type.Optional(jsonObject),
  /** Key of the signature; the right secret by default. */
  secret: Type.Optional(filled),
});
export type MadeUpEvent = Static<typeof madeUpEvent>;

/** Sends an event with any type and data about an existing user or task. */
export function sendMadeUpEvent(state: State, input: unknown): void {
  const { type, user: identifier, customer, task: taskId, data = {}, secret } = check(madeUpEvent, input);
  const apiKey = checkCustomer(customer);
  const user = state.store.user(apiKey, identifier);
  if (!user) throw userNotFound();
  const task = taskId === undefined ? undefined : state.store.task(apiKey, taskId);
  if (taskId !== undefined && !task) throw taskNotFound();
  announce(state, { type, user, task, data, secret });
}
