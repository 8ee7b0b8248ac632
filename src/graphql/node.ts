import { requireAccessToUser } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { findById } from '../domains/list/model.ts';
import { type NodeKey, parseNodeId } from '../domains/node/model.ts';
import type { PayLinkAccount } from '../domains/pay-link-account/model.ts';
import { toPayLinkAccount } from '../domains/pay-link-account/wire.ts';
import type { Task } from '../domains/task/model.ts';
import { findTask } from '../domains/task/resolvers.ts';
import { task } from '../domains/task/sources.ts';
import type { User } from '../domains/user/model.ts';
import { badUserInput } from '../domains/user-error/model.ts';
import { enters, type FieldCost, looksUp, reads, type SelectionBelow } from '../planning/cost.ts';
import { isSegment } from '../upstream/path.ts';
import { routes } from '../upstream/routes.ts';
import type { NodeResolvers, QueryNodeArgs, QueryResolvers } from './generated.ts';

/** A task of which only fields that its node id contains are selected. */
type TaskReference = Pick<Task, 'id'>;

export type NodeModel = User | PayLinkAccount | Task | TaskReference;

/** `Query.node` finds objects of every domain, so it belongs to none. */
export const Query = {
  node: async (_root, { nodeId }, context, info) => {
    const key = readKey(nodeId);
    if (key.type === 'User') return { identifier: key.identifier };
    const isRead = !context.needsNoRead(info);
    if (key.type === 'Task') {
      return isRead || !context.taskOwners.knows(key.id) ? findTask(context, key.id) : { id: key.id };
    }
    const { id, identifier } = key;
    if (!isRead) return toPayLinkAccount({ _id: id }, { identifier });
    return findById(await context.loaders.payLinkAccount.byUser.load(identifier), id);
  },
} satisfies QueryResolvers;

export const Node: NodeResolvers = {
  __resolveType: (node) => {
    if ('identifier' in node) return 'User';
    return 'userIdentifier' in node ? 'PayLinkAccount' : 'Task';
  },
};

/** Throws if the caller cannot access the user of a node. The owner of a task is known only once it is read. */
export function requireAccessToNode(caller: Caller, { nodeId }: QueryNodeArgs): void {
  const key = readKey(nodeId);
  if (key.type !== 'Task') requireAccessToUser(caller, key.identifier);
}

/** The cost of `Query.node`: fields that the node id contains need no call. */
export function nodeCost({ needsNoRead }: SelectionBelow): FieldCost<QueryNodeArgs> {
  return {
    opens: { subject: true, item: task },
    enter: ({ args, ...visit }) => {
      const key = parseNodeId(args.nodeId);
      if (key === null) return [];
      if (key.type === 'Task' && needsNoRead && visit.builder.caller.knowsOwner(key.id)) return [];
      const cost = key.type === 'Task' ? looksUp(task, () => [key.id]) : enters(() => key.identifier);
      const entries = cost.enter?.({ ...visit, args }) ?? [];
      return entries.map(({ scope }) => {
        if (key.type === 'PayLinkAccount' && !needsNoRead) {
          reads(routes.userAccounts).enter?.({ ...visit, args, scope });
        }
        return { scope, type: key.type };
      });
    },
  };
}

function readKey(nodeId: string): NodeKey {
  const key = parseNodeId(nodeId);
  if (key && (key.type === 'Task' || isSegment(key.identifier))) return key;
  throw badUserInput('nodeId', 'must be the `nodeId` of a user, a task or an account');
}
