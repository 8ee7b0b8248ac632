import { endUserOf } from '../../auth/access.ts';
import type { Context } from '../../graphql/context.ts';
import type { QueryResolvers, TaskConnectionResolvers, TaskResolvers, UserResolvers } from '../../graphql/generated.ts';
import type { Complete } from '../../graphql/resolver-types.ts';
import { nullIf } from '../../upstream/errors.ts';
import { findById } from '../list/model.ts';
import { formatNodeId } from '../node/model.ts';
import { badUserInput } from '../user-error/model.ts';
import { sortRows, type TaskConnection as TaskConnectionModel, toConnection, toPage } from './connection.ts';
import { failureMessages } from './failure-messages.ts';
import { filterEntries } from './filter.ts';
import { maxTasks, pageSize } from './limits.ts';
import type { TaskDetails, Task as TaskModel } from './model.ts';
import { task as taskKind } from './sources.ts';

export const Query = {
  task: (_root, { id }, context) => findTask(context, id),
  tasks: (_root, { ids }, context) => {
    if (ids.length > maxTasks) throw badUserInput('ids', `must contain at most ${maxTasks} ids`);
    return ids.map((id) => findTask(context, id));
  },
} satisfies QueryResolvers;

/** Returns null for a task of another user, as for a task that does not exist. */
export async function findTask({ loaders, plan, caller, taskOwners }: Context, id: string): Promise<TaskModel | null> {
  const needs = plan.needsOf(taskKind, id);
  const endUser = endUserOf(caller);
  // The operation will read this list in any case, and its rows identify the caller's own tasks.
  if (endUser !== null && needs.leadsToList === 'surely') {
    void loaders.task.byUser.load(endUser).catch(() => undefined);
  }
  // An invalid response leaves the owner unknown, and only the owner may learn that the task exists.
  const isAbsence = (kind: string) => kind === 'not-found' || (kind === 'invalid-response' && !taskOwners.knows(id));
  const task = await nullIf(isAbsence, loaders.task.byId({ id, ...needs, readsLists: plan.readsLists }));
  return task && taskOwners.canSee(task) ? task : null;
}

export const Task: Complete<TaskResolvers, TaskModel> = {
  updatedAt: readDetail('updatedAt'),
  authenticated: readDetail('authenticated'),
  product: readDetail('product'),
  productCode: readDetail('productCode'),
  company: readDetail('company'),
  connector: readDetail('connector'),
  linkedAccountId: readDetail('linkedAccountId'),
  workflow: readDetail('workflow'),
  metadata: readDetail('metadata'),
  // A row has the identifier under which its list was requested, for all fields below it.
  user: readDetail('user'),
  userAtomicId: readDetail('userAtomicId'),
  nodeId: ({ id }) => formatNodeId({ type: 'Task', id }),
  isSettled: ({ status }) => status === 'COMPLETED' || status === 'FAILED',
  failureMessage: ({ status, failReason }) => (status === 'FAILED' ? failureMessages[failReason ?? 'UNKNOWN'] : null),
  payrollDataAvailable: async (task, args, context) => {
    if (task.payrollDataAvailable !== undefined) return task.payrollDataAvailable;
    const user = await readDetail('user')(task, args, context);
    const rows = user ? await context.loaders.task.byUser.load(user.identifier) : [];
    return findById(rows, task.id)?.payrollDataAvailable ?? null;
  },
  linkedAccount: async (task, args, context) => {
    const [id, user] = await Promise.all([
      readDetail('linkedAccountId')(task, args, context),
      readDetail('user')(task, args, context),
    ]);
    if (id === null || user === null) return null;
    return findById(await context.loaders.payLinkAccount.byUser.load(user.identifier), id);
  },
};

/** Reads a field from the task if its endpoint returned the field, otherwise from the details. */
function readDetail<Field extends keyof TaskDetails>(field: Field) {
  return async (task: TaskModel, _args: unknown, { loaders }: Context): Promise<TaskDetails[Field]> => {
    const known: Partial<TaskDetails>[Field] = task[field];
    return known === undefined ? (await loaders.task.details.load(task.id))[field] : known;
  };
}

export const TaskConnection: Complete<TaskConnectionResolvers, TaskConnectionModel> = {
  nodes: ({ edges }) => edges.map(({ node }) => node),
  pageInfo: ({ edges, hasNextPage, hasPreviousPage }) => ({
    hasNextPage,
    hasPreviousPage,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  }),
};

/** The task fields of a user. Filters are applied here, so that all filters share one upstream call. */
export const User = {
  tasks: async ({ identifier }, { first, after, filter }, { loaders }) => {
    const page = toPage(first ?? pageSize.usual, after ?? null);
    const entries = sortRows(await loaders.task.byUser.load(identifier));
    return toConnection(filter ? filterEntries(entries, filter) : entries, page);
  },
} satisfies UserResolvers;
