import type { QueryTaskArgs, QueryTasksArgs, UserTasksArgs } from '../../graphql/generated.ts';
import { free, known, listsRows, looksUp, needs, needsRow, onePerRow, reads } from '../../planning/cost.ts';
import { routes } from '../../upstream/routes.ts';
import { maxTasks, pageSize } from './limits.ts';
import { task } from './sources.ts';

export const Query = {
  task: looksUp(task, ({ id }: QueryTaskArgs) => [id]),
  // The field refuses more before any call is made.
  tasks: looksUp(task, ({ ids }: QueryTasksArgs) => (ids.length > maxTasks ? [] : ids)),
};

export const Task = {
  id: known,
  updatedAt: needs(task, 'updatedAt'),
  authenticated: needs(task, 'authenticated'),
  product: needs(task, 'product'),
  productCode: needs(task, 'productCode'),
  company: needs(task, 'company'),
  connector: needs(task, 'connector'),
  linkedAccountId: needs(task, 'linkedAccountId'),
  workflow: needs(task, 'workflow'),
  metadata: needs(task, 'metadata'),
  payrollDataAvailable: needsRow(task, 'payrollDataAvailable'),
  user: needs(task, 'user'),
  userAtomicId: needs(task, 'userAtomicId'),
  linkedAccount: { ...needs(task, 'linkedAccount'), ...reads(routes.userAccounts) },
  nodeId: known,
  isSettled: free,
  failureMessage: free,
};

export const TaskConnection = { edges: onePerRow, nodes: onePerRow, pageInfo: free };

/** The cost of tasks for a user. */
export const User = {
  tasks: listsRows(task, ({ first }: UserTasksArgs) => Math.min(Math.max(first ?? pageSize.usual, 0), pageSize.most)),
};
