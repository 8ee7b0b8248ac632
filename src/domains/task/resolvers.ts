import type { Context } from '../../context.ts';
import type { Complete } from '../../graphql/complete.ts';
import type {
  QueryResolvers,
  TaskConnectionResolvers,
  TaskFilter,
  TaskResolvers,
  UserResolvers,
} from '../../graphql/generated.ts';
import { nullIfNotFound } from '../../upstream/errors.ts';
import { toPayLinkAccount } from '../pay-link-account/wire.ts';
import { badUserInput } from '../user-error/model.ts';
import { type TaskConnection as TaskConnectionModel, toConnection } from './connection.ts';
import type { TaskSource } from './loaders.ts';
import type { TaskDetails, Task as TaskModel, TaskRow } from './model.ts';

const maxTasks = 100;
const defaultPageSize = 50;

/** What an account is known by without being read. */
const referenceFields = new Set(['__typename', 'id', 'user']);

/** What `GET /task/:taskId/status` tells; whoever asks for more asks the details alone. */
const statusFields = new Set(['__typename', 'id', 'status', 'statusCode', 'createdAt', 'failReason', 'failReasonCode']);

export const Query = {
  task: (_root, { id }, context, info) => findTask(context, id, sourceFor(context.selects(info))),
  tasks: (_root, { ids }, context, info) => {
    if (ids.length > maxTasks) throw badUserInput('ids', `must hold at most ${maxTasks} ids`);
    const source = sourceFor(context.selects(info));
    return ids.map((id) => findTask(context, id, source));
  },
} satisfies QueryResolvers;

function sourceFor(fields: ReadonlySet<string>): TaskSource {
  return fields.isSubsetOf(statusFields) ? 'status' : 'details';
}

function findTask({ loaders }: Context, id: string, source: TaskSource): Promise<TaskModel | null> {
  return nullIfNotFound(loaders.task.bySource.load({ id, source }));
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
  user: readDetail('user'),
  payrollDataAvailable: async (task, args, context) => {
    if (task.payrollDataAvailable !== undefined) return task.payrollDataAvailable;
    const user = await readDetail('user')(task, args, context);
    const rows = user ? await context.loaders.task.byUser.load(user.identifier) : [];
    return rows.find(({ id }) => id === task.id)?.payrollDataAvailable ?? null;
  },
  linkedAccount: async (task, args, context, info) => {
    const [id, user] = await Promise.all([
      readDetail('linkedAccountId')(task, args, context),
      readDetail('user')(task, args, context),
    ]);
    if (id === null || user === null) return null;
    if (context.selects(info).isSubsetOf(referenceFields)) return toPayLinkAccount({ _id: id }, user);
    const accounts = await context.loaders.payLinkAccount.byUser.load(user.identifier);
    return accounts.find((account) => account.id === id) ?? null;
  },
};

/** From the task in hand where the call that found it told it, otherwise from the details. */
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

/** What tasks add to a user. Filters are applied here, so that any number of them costs the one call for all tasks. */
export const User = {
  tasks: async ({ identifier }, { first, after, filter }, { loaders }) => {
    const rows = await loaders.task.byUser.load(identifier);
    return toConnection(
      rows.filter((row) => fits(row, filter ?? {})),
      first ?? defaultPageSize,
      after ?? null,
    );
  },
} satisfies UserResolvers;

function fits({ status, payrollDataAvailable }: TaskRow, filter: TaskFilter): boolean {
  return (
    (filter.status ?? status) === status &&
    (filter.payrollDataAvailable ?? payrollDataAvailable) === payrollDataAvailable
  );
}
