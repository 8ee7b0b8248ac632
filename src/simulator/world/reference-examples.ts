import { readFileSync } from 'node:fs';
import { DEMO_CUSTOMER } from '../customers.ts';
import { toId } from '../ids.ts';
import type { JsonObject, StoredTask, StoredUser, TaskStatus, TaskStep } from '../state/stored.ts';

/** The task of the reference's status example, which has no id there. */
const EXAMPLE_STATUS_TASK = '63b459d0c2f1a90013d7e5b8';

interface ExampleTask {
  readonly _id: string;
  readonly authenticated: boolean;
  readonly createdAt: string;
  readonly updatedAt?: string;
  readonly failReason?: string;
  readonly payrollDataAvailable?: boolean;
  readonly product: string;
  readonly status: TaskStatus;
  readonly company?: JsonObject;
  readonly connector?: JsonObject;
  readonly linkedAccount?: string;
  readonly metadata?: JsonObject;
  readonly taskWorkflow?: { readonly _id: string };
}

interface DetailsExample {
  readonly data: {
    readonly task: ExampleTask & { readonly user: { readonly _id: string; readonly identifier: string } };
  };
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8'));

/** Creates users and tasks for which the endpoints return the reference's four examples unchanged. */
export function createReferenceExamples(): { users: readonly StoredUser[]; tasks: readonly StoredTask[] } {
  const { accounts } = read('accounts') as { accounts: readonly JsonObject[] };
  const details = (read('task-details') as DetailsExample).data.task;
  const rows = (read('user-tasks') as { data: { tasks: readonly ExampleTask[] } }).data.tasks;
  const status = read('task-status') as Pick<ExampleTask, 'createdAt' | 'status' | 'failReason'>;
  const identifier = details.user.identifier;

  return {
    users: [
      toUser('reference-accounts', toId('reference-accounts'), accounts),
      toUser('reference-tasks', toId('reference-tasks'), []),
      toUser(identifier, details.user._id, []),
    ],
    tasks: [
      toTask(details, identifier, 'details'),
      toTask(
        { ...details, ...status, _id: EXAMPLE_STATUS_TASK, updatedAt: '2023-01-03T16:41:07.412Z' },
        identifier,
        'status',
      ),
      ...rows.map((row, index) => toTask(row, 'reference-tasks', `row ${index}`)),
    ],
  };
}

function toUser(identifier: string, id: string, payLinkAccounts: readonly JsonObject[]): StoredUser {
  return {
    id,
    customer: DEMO_CUSTOMER,
    identifier,
    createdAt: '2023-01-01T00:00:00.000Z',
    identity: {},
    cards: [],
    accounts: [],
    payLinkAccounts,
    monitoring: false,
    monitoringEndedAt: null,
  };
}

function toTask(example: ExampleTask, user: string, key: string): StoredTask {
  const { createdAt, updatedAt = createdAt, status, failReason } = example;
  const last: TaskStep = failReason === undefined ? { at: updatedAt, status } : { at: updatedAt, status, failReason };
  return {
    key: `reference ${key}`,
    id: example._id,
    customer: DEMO_CUSTOMER,
    user,
    createdAt,
    steps: [last],
    product: example.product,
    authenticated: example.authenticated,
    payrollDataAvailable: example.payrollDataAvailable ?? null,
    company: example.company ?? null,
    connector: example.connector ?? null,
    linkedAccount: example.linkedAccount ?? null,
    metadata: example.metadata ?? null,
    taskWorkflow: example.taskWorkflow?._id ?? toId('workflow', example._id),
  };
}
