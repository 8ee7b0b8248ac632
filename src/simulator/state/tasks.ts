import Type, { type Static } from 'typebox';
import { invalid, taskNotFound } from '../api-errors.ts';
import { toId } from '../ids.ts';
import { check, filled, jsonObject, jsonObjectOrNull } from '../validation.ts';
import { ACME } from '../world/companies.ts';
import { isPayrollProduct } from './products.ts';
import type { State } from './state.ts';
import { type JsonObject, type StoredTask, TASK_STATUSES } from './stored.ts';
import { takeStep, watchTask } from './task-steps.ts';
import { changeStatus, planTimeline, stepAt, toStep } from './timeline.ts';
import { findTokenOwner } from './tokens.ts';
import { checkCustomer, findOrCreateUser } from './users.ts';
import { toKey } from './world-store.ts';

const isoDate = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?Z$' });
const duration = Type.Integer({ minimum: 0 });

const newTask = Type.Object({
  /** An identifier. An unknown user is created. */
  user: Type.Optional(filled),
  customer: Type.Optional(filled),
  /** Replaces `user` and `customer`, as in Atomic's SDK. */
  publicToken: Type.Optional(filled),
  id: Type.Optional(filled),
  /** A task with a status keeps it. A task without one moves with the clock. */
  status: Type.Optional(Type.Enum([...TASK_STATUSES])),
  /** `completed`, or the reason of the failure. */
  outcome: Type.Optional(filled),
  /** Also allowed for a completed task, as in an example of the reference. */
  failReason: Type.Optional(filled),
  createdAt: Type.Optional(isoDate),
  queuedMs: Type.Optional(duration),
  processingMs: Type.Optional(duration),
  product: Type.Optional(filled),
  authenticated: Type.Optional(Type.Boolean()),
  payrollDataAvailable: Type.Optional(Type.Boolean()),
  /** Null omits the key from the details of the task. */
  company: Type.Optional(jsonObjectOrNull),
  connector: Type.Optional(jsonObjectOrNull),
  linkedAccount: Type.Optional(filled),
  metadata: Type.Optional(jsonObject),
  /** An id. */
  taskWorkflow: Type.Optional(filled),
});
export type NewTask = Static<typeof newTask>;

/** Checks the input, which may come from the control plane. */
export function addTask(state: State, input: unknown): { id: string } {
  const task = check(newTask, input);
  const { seed, store, clock } = state;
  const owner = findOwner(state, task);
  const id = task.id ?? toId(seed, 'task', store.nextSerial());
  if (store.task(owner.customer, id)) throw invalid('id is taken');
  findOrCreateUser(state, owner.customer, owner.user);
  const stored = toStoredTask(task, { ...owner, id, seed, now: clock.now() });
  store.saveTask(stored);
  watchTask(state, stored);
  return { id };
}

const taskChange = Type.Object({
  customer: Type.Optional(filled),
  status: Type.Optional(Type.Enum([...TASK_STATUSES])),
  failReason: Type.Optional(filled),
  authenticated: Type.Optional(Type.Boolean()),
});
export type TaskChange = Static<typeof taskChange>;

/** Changes a task from now on. A new status cancels the future steps of the task. */
export function changeTask(state: State, id: string, input: unknown) {
  const { customer, status, failReason, authenticated } = check(taskChange, input);
  if (status === undefined && authenticated === undefined) throw invalid('status or authenticated is required');
  const before = state.store.task(checkCustomer(customer), id);
  if (!before) throw taskNotFound();
  const now = state.clock.now();
  const reason = failReason ?? (status === 'failed' ? 'unknown-failure' : undefined);
  const after: StoredTask = {
    ...before,
    ...(status !== undefined && { steps: changeStatus(before.steps, now, status, reason) }),
    ...(authenticated !== undefined && { authenticated }),
  };
  state.store.saveTask(after);
  state.agenda.cancel(after.key);
  watchTask(state, after);
  const step = stepAt(after.steps, now);
  takeStep(state, { task: before, step: stepAt(before.steps, now) }, { task: after, step });
  return { id, status: step.status, ...(step.failReason !== undefined && { failReason: step.failReason }) };
}

function findOwner(state: State, { user, customer, publicToken }: NewTask): { customer: string; user: string } {
  if (publicToken !== undefined) return findTokenOwner(state, publicToken);
  if (user === undefined) throw invalid('user is required');
  return { customer: checkCustomer(customer), user };
}

interface TaskSetting {
  readonly id: string;
  readonly customer: string;
  readonly user: string;
  readonly seed: number;
  readonly now: Date;
}

function toStoredTask(task: NewTask, { id, customer, user, seed, now }: TaskSetting): StoredTask {
  const { product = 'switch', payrollDataAvailable = null } = task;
  if (payrollDataAvailable && !isPayrollProduct(product)) {
    throw invalid('payrollDataAvailable can only be true of a payroll product');
  }
  const created = new Date(task.createdAt ?? now);
  if (Number.isNaN(created.getTime())) throw invalid('createdAt must be a date that exists');
  const createdAt = created.toISOString();
  const company = task.company === undefined ? ACME : task.company;
  const connector = task.connector === undefined ? company && toConnector(company) : task.connector;
  return {
    key: toKey(customer, id),
    id,
    customer,
    user,
    createdAt,
    steps: toSteps(task, id, createdAt, seed),
    product,
    authenticated: task.authenticated ?? null,
    payrollDataAvailable,
    company: structuredClone(company),
    connector: structuredClone(connector),
    linkedAccount: task.linkedAccount ?? null,
    metadata: structuredClone(task.metadata) ?? null,
    taskWorkflow: task.taskWorkflow ?? toId(seed, 'workflow', id),
  };
}

function toSteps(task: NewTask, taskId: string, createdAt: string, seed: number): StoredTask['steps'] {
  const { status, outcome, failReason, queuedMs, processingMs } = task;
  if (status !== undefined) {
    const reason = failReason ?? (status === 'failed' ? (outcome ?? 'unknown-failure') : undefined);
    return [toStep(createdAt, status, reason)];
  }
  return planTimeline({
    seed,
    taskId,
    createdAt,
    outcome: outcome ?? failReason ?? 'completed',
    ...(queuedMs !== undefined && { queuedMs }),
    ...(processingMs !== undefined && { processingMs }),
  });
}

/** Creates the default connector of a company. */
function toConnector(company: JsonObject): JsonObject {
  return { ...company, _id: toId('connector', String(company._id)) };
}
