import Type, { type Static } from 'typebox';
import { DEMO_CUSTOMER, isCustomer } from '../auth.ts';
import { check, filled, jsonObject, jsonObjectOrNull } from '../check.ts';
import { invalid } from '../errors.ts';
import { toId } from '../ids.ts';
import { requireOneForm, userData } from '../user-data.ts';
import { type JsonObject, type StoredTask, type StoredUser, TASK_STATUSES } from './model.ts';
import type { State } from './state.ts';
import { toKey } from './store.ts';
import { planTimeline, toStep } from './timeline.ts';
import { upsertUser } from './upsert.ts';

const newUser = Type.Object({
  identifier: filled,
  /** An API key; the demo customer's unless given. */
  customer: Type.Optional(filled),
  ...userData.properties,
});
export type NewUser = Static<typeof newUser>;

const newAccount = Type.Object({
  /** An identifier; an unknown one becomes a user. */
  user: filled,
  customer: Type.Optional(filled),
  id: Type.Optional(filled),
  company: Type.Optional(jsonObject),
  /** The account as GET /:identifier/pay-link/accounts is to show it, over a plain subscription. */
  account: Type.Optional(jsonObject),
  actions: Type.Optional(Type.Array(jsonObject)),
  /** How the account is connected: `linked` unless given. */
  type: Type.Optional(filled),
});
export type NewAccount = Static<typeof newAccount>;

const isoDate = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?Z$' });
const duration = Type.Integer({ minimum: 0 });

const newTask = Type.Object({
  user: filled,
  customer: Type.Optional(filled),
  id: Type.Optional(filled),
  /** Given, the task stays as it is; otherwise it moves with the clock. */
  status: Type.Optional(Type.Enum([...TASK_STATUSES])),
  /** How it ends: `completed`, or the reason of the failure. */
  outcome: Type.Optional(filled),
  /** With a `status`, even a completed one, since the reference has an example of that. */
  failReason: Type.Optional(filled),
  createdAt: Type.Optional(isoDate),
  queuedMs: Type.Optional(duration),
  processingMs: Type.Optional(duration),
  product: Type.Optional(filled),
  authenticated: Type.Optional(Type.Boolean()),
  payrollDataAvailable: Type.Optional(Type.Boolean()),
  /** Null leaves the key out of the task's details. */
  company: Type.Optional(jsonObjectOrNull),
  connector: Type.Optional(jsonObjectOrNull),
  linkedAccount: Type.Optional(filled),
  metadata: Type.Optional(jsonObject),
  /** An id. */
  taskWorkflow: Type.Optional(filled),
});
export type NewTask = Static<typeof newTask>;

const ACME: JsonObject = {
  _id: '5f1b3c9a7d2e480012ac3e01',
  name: 'Acme',
  branding: { logo: { url: 'https://cdn-public.example.com/acme.png' }, color: '#d7263d' },
};

// Input may come over the control plane, hence `unknown`: these three check it, wherever it is from.

export function addUser(state: State, input: unknown): StoredUser {
  const { identifier, customer, ...data } = check(newUser, input);
  requireOneForm(data);
  return upsertUser(state, checkCustomer(customer), identifier, data);
}

export function addAccount(state: State, input: unknown): { id: string } {
  const { user: identifier, customer, id: givenId, company, account, actions, type } = check(newAccount, input);
  const user = findOrCreateUser(state, checkCustomer(customer), identifier);
  const id = givenId ?? toId(state.seed, 'account', state.store.nextSerial());
  if (user.payLinkAccounts.some(({ _id }) => _id === id)) throw invalid('id is taken');
  const added: JsonObject = {
    _id: id,
    company: company ?? ACME,
    account: { type: 'subscription', sourceId: `source-${id}`, ...account, _id: id },
    actions: actions ?? [],
    type: type ?? 'linked',
  };
  state.store.saveUser({ ...user, payLinkAccounts: [...user.payLinkAccounts, structuredClone(added)] });
  return { id };
}

export function addTask(state: State, input: unknown): { id: string } {
  const task = check(newTask, input);
  const { seed, store, clock } = state;
  const customer = checkCustomer(task.customer);
  const id = task.id ?? toId(seed, 'task', store.nextSerial());
  if (store.task(customer, id)) throw invalid('id is taken');
  findOrCreateUser(state, customer, task.user);
  store.saveTask(toStoredTask(task, { id, customer, seed, now: clock.now() }));
  return { id };
}

interface TaskSetting {
  readonly id: string;
  readonly customer: string;
  readonly seed: number;
  readonly now: Date;
}

function toStoredTask(task: NewTask, { id, customer, seed, now }: TaskSetting): StoredTask {
  const created = new Date(task.createdAt ?? now);
  if (Number.isNaN(created.getTime())) throw invalid('createdAt must be a date that exists');
  const createdAt = created.toISOString();
  const company = task.company === undefined ? ACME : task.company;
  const connector = task.connector === undefined ? company && toConnector(company) : task.connector;
  return {
    key: toKey(customer, id),
    id,
    customer,
    user: task.user,
    createdAt,
    steps: toSteps(task, id, createdAt, seed),
    product: task.product ?? 'switch',
    authenticated: task.authenticated ?? null,
    payrollDataAvailable: task.payrollDataAvailable ?? null,
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

/** Where nothing else is said, a merchant is reached by a connector of its own. */
function toConnector(company: JsonObject): JsonObject {
  return { ...company, _id: toId('connector', String(company._id)) };
}

function checkCustomer(apiKey: string | undefined): string {
  if (apiKey !== undefined && !isCustomer(apiKey)) throw invalid('customer must be a known API key');
  return apiKey ?? DEMO_CUSTOMER;
}

const findOrCreateUser = (state: State, customer: string, identifier: string) =>
  state.store.user(customer, identifier) ?? upsertUser(state, customer, identifier, {});
