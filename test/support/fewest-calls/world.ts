import fc from 'fast-check';
import type { Simulator } from '../../../src/simulator/server.ts';
import { startTime } from '../gateway.ts';
import { type Branding, emptyAccount, fullAccount } from './account-details.ts';

export const MAX_USERS = 3;
export const MAX_TASKS = 4;
export const MAX_ACCOUNTS = 2;

const STATUSES = ['queued', 'processing', 'completed', 'failed'] as const;

interface AccountPlan {
  readonly type: string;
  readonly hasCompany: boolean;
  /** Savings of the suggestions, in cents. */
  readonly savings: readonly number[];
  readonly plans: readonly string[];
  /** Whether the upstream also tells bills, identities, usage and actions. */
  readonly isFull: boolean;
}

interface TaskPlan {
  readonly status: (typeof STATUSES)[number];
  readonly failReason: string | null;
  readonly product: string;
  readonly authenticated: boolean;
  readonly payrollDataAvailable: boolean;
  readonly hasCompany: boolean;
  /** The index of an account, which may exist, not exist, or belong to another user. */
  readonly linked: readonly [user: number, account: number] | null;
  readonly metadata: boolean;
  readonly ageMinutes: number;
}

export interface UserPlan {
  readonly tasks: readonly TaskPlan[];
  readonly accounts: readonly AccountPlan[];
}

/** A generated world without names, so that each run can add it under its own names. */
export type WorldPlan = readonly UserPlan[];

const account: fc.Arbitrary<AccountPlan> = fc.record({
  type: fc.constantFrom('subscription', 'loan', 'policy', 'telecom'),
  hasCompany: fc.boolean(),
  savings: fc.uniqueArray(fc.integer({ min: 1, max: 5_000 }), { maxLength: 2 }),
  plans: fc.array(fc.constantFrom('Basic', 'Premium'), { maxLength: 2 }),
  isFull: fc.boolean(),
});

const task: fc.Arbitrary<TaskPlan> = fc.record({
  status: fc.constantFrom(...STATUSES),
  failReason: fc.constantFrom(null, 'user-abandon', 'payment-method-locked'),
  product: fc.constantFrom('present', 'switch', 'deposit'),
  authenticated: fc.boolean(),
  payrollDataAvailable: fc.boolean(),
  hasCompany: fc.boolean(),
  linked: fc.option(fc.tuple(fc.nat(MAX_USERS - 1), fc.nat(MAX_ACCOUNTS - 1)), { freq: 3 }),
  metadata: fc.boolean(),
  ageMinutes: fc.nat(9),
});

export const world: fc.Arbitrary<WorldPlan> = fc.array(
  fc.record({
    tasks: fc.oneof(
      { weight: 1, arbitrary: fc.array(task, { maxLength: MAX_TASKS, size: 'max' }) },
      { weight: 5, arbitrary: fc.array(task, { minLength: 2, maxLength: MAX_TASKS, size: 'max' }) },
    ),
    accounts: fc.array(account, { maxLength: MAX_ACCOUNTS, size: 'max' }),
  }),
  { minLength: 1, maxLength: MAX_USERS, size: 'max' },
);

export const userName = (run: string, user: number) => `${run}-u${user}`;
export const taskName = (run: string, user: number, task: number) => `${run}-t${user}${task}`;
export const accountName = (run: string, user: number, account: number) => `${run}-a${user}${account}`;

const upper = (text: string) => text.toUpperCase().replaceAll('-', '_');
export const toMoney = (cents: number) => ({ amount: (cents / 100).toFixed(2), currencyCode: 'USD' });

/** Adds the world to the simulator, and returns it in the form of the schema. */
export function addWorld(simulator: Simulator, plan: WorldPlan, run: string) {
  return plan.map((user, u) => {
    const identifier = userName(run, u);
    const { id } = simulator.addUser({ identifier });
    const accounts = user.accounts.map((account, a) =>
      addAccount(simulator, account, identifier, accountName(run, u, a)),
    );
    const tasks = user.tasks.map((task, t) =>
      addTask(simulator, task, { identifier, run, id: taskName(run, u, t), t }),
    );
    return { identifier, id, accounts, tasks };
  });
}

/** A user that an operation created. */
export function newUser(identifier: string): WorldUser {
  return { identifier, id: '', accounts: [], tasks: [] };
}

export type World = ReturnType<typeof addWorld>;
export type WorldUser = World[number];
export type WorldTask = WorldUser['tasks'][number];
export type WorldAccount = WorldUser['accounts'][number];

function addAccount(simulator: Simulator, plan: AccountPlan, identifier: string, id: string) {
  const full = plan.isFull ? fullAccount : emptyAccount;
  const company: { _id?: string; name?: string; branding?: Branding } = plan.hasCompany
    ? { _id: `${id}-company`, name: `Company of ${id}`, ...full.branding }
    : {};
  const data = { plans: plan.plans.map((title) => ({ title, status: 'active', freeTrial: false })), ...full.data };
  const suggestions = plan.savings.map((cents) => ({
    monthlySavings: cents / 100,
    category: cents % 2 ? 'cancel-plan' : 'change-plan',
    shortDescription: `Save ${cents}`,
  }));
  simulator.addAccount({
    user: identifier,
    id,
    company: { ...company },
    account: { type: plan.type, sourceId: `${id}-s`, suggestions, data, ...full.account },
    actions: full.actions.map((action) => ({ ...action })),
  });
  return {
    id,
    identifier,
    company: { id: company._id ?? null, name: company.name ?? null, branding: company.branding ?? null },
    type: upper(plan.type),
    typeCode: plan.type,
    sourceId: `${id}-s`,
    linkStatus: 'linked',
    ...full.expected,
    data,
    suggestions: plan.savings.map((cents, index) => ({
      cents,
      monthlySavings: toMoney(cents),
      category: upper(suggestions[index]?.category ?? ''),
      categoryCode: suggestions[index]?.category,
      shortDescription: suggestions[index]?.shortDescription,
      ...{ detailedDescription: null, actionUrl: null, buttonTitle: null },
    })),
    plans: data.plans.map((one) => ({ ...one, sourceId: null, description: null, pendingChange: null })),
  };
}

interface TaskSetting {
  readonly identifier: string;
  readonly run: string;
  readonly id: string;
  readonly t: number;
}

function addTask(simulator: Simulator, plan: TaskPlan, { identifier, run, id, t }: TaskSetting) {
  const { status, failReason, product, authenticated } = plan;
  const payrollDataAvailable = plan.payrollDataAvailable && product === 'deposit';
  // The seconds keep the tasks of a user apart: tasks of one age have no order.
  const createdAt = new Date(Date.parse(startTime) - plan.ageMinutes * 60_000 - t * 1_000).toISOString();
  const linkedAccount = plan.linked && accountName(run, ...plan.linked);
  const metadata = plan.metadata ? { note: id } : null;
  const company = plan.hasCompany ? { _id: `${id}-company`, name: `Company of ${id}` } : null;
  simulator.addTask({
    ...{ user: identifier, id, status, product, authenticated, payrollDataAvailable, company, createdAt },
    ...{ connector: company, taskWorkflow: `${id}-w` },
    ...(failReason !== null && { failReason }),
    ...(linkedAccount !== null && { linkedAccount }),
    ...(metadata && { metadata }),
  });
  const reason = failReason ?? (status === 'failed' ? 'unknown-failure' : null);
  const named = company && { id: company._id, name: company.name, branding: null };
  return {
    ...{ id, identifier, createdAt, authenticated, payrollDataAvailable, metadata },
    ...{ status: upper(status), statusCode: status, product: upper(product), productCode: product },
    ...{ failReason: reason && upper(reason), failReasonCode: reason, updatedAt: createdAt },
    ...{ company: named, connector: named, workflow: { id: `${id}-w` }, linkedAccountId: linkedAccount },
  };
}
