import { executeSync, GraphQLError, type GraphQLResolveInfo, parse } from 'graphql';
import { fits, type PageArgs, toPage } from './page.ts';
import type { Request } from './print.ts';
import { schema } from './schema.ts';
import type { Demands, Known } from './search.ts';
import { namesBelow } from './selected.ts';
import { toMoney, type World, type WorldAccount, type WorldTask } from './world.ts';

interface Args extends PageArgs {
  readonly id: string;
  readonly ids: readonly string[];
  readonly identifier: string;
}

interface TaskNode {
  readonly task: WorldTask;
  readonly isLookedUp: boolean;
}

interface UserNode {
  readonly identifier: string;
  /** The parent task, which determines the user; null if the user is already known. */
  readonly through: TaskNode | null;
}

const ONLY_IN_DETAILS = ['updatedAt', 'company', 'connector', 'linkedAccountId', 'workflow', 'metadata'];
const ONLY_IN_ROWS_AND_DETAILS = ['authenticated', 'product', 'productCode'];
const FREE_OF_ACCOUNT = ['id', 'user', '__typename'];

/**
 * The response to a request as far as the calls so far determine it, and the data that is still missing. With `known`
 * null, the whole response.
 */
export function interpret(
  { query, variables }: Request,
  world: World,
  cursors: ReadonlyMap<string, string>,
  known: Known | null,
) {
  const demands: Demands = {
    lists: new Set(),
    accounts: new Set(),
    details: new Set(),
    lookUps: new Map(),
    missing: new Set(),
  };
  const readers = createReaders(world, cursors, known, demands);
  const { data, errors = [] } = executeSync({
    schema,
    document: parse(query),
    rootValue: {},
    variableValues: variables,
    fieldResolver: (source, args, _context, info) => {
      const read = readers[`${info.parentType.name}.${info.fieldName}`] ?? readers[info.parentType.name];
      return read ? read(source, args, info) : source[info.fieldName];
    },
  });
  return { data: JSON.parse(JSON.stringify(data ?? null)), errors, demands };
}

// biome-ignore lint/suspicious/noExplicitAny: each reader knows the results of the readers above it.
type Reader = (source: any, args: Args, info: GraphQLResolveInfo) => unknown;

/** Values come from the world, known or not: only known values decide whether a field has anything below it. */
function createReaders(
  world: World,
  cursors: ReadonlyMap<string, string>,
  known: Known | null,
  demands: Demands,
): Readonly<Record<string, Reader>> {
  const findUser = (identifier: string) => {
    const user = world.find((one) => one.identifier === identifier);
    if (!user) throw new GraphQLError('There is no such user.', { extensions: { code: 'NOT_FOUND' } });
    return user;
  };
  const isTold = (what: 'lists' | 'accounts' | 'details', id: string) => {
    const told = known === null || known[what].has(id);
    if (!told) demands[what].add(id);
    return told;
  };
  const lookUp = (id: string): TaskNode | null => {
    const task = world.flatMap(({ tasks }) => tasks).find((one) => one.id === id);
    if (!task) {
      demands.missing.add(id);
      return null;
    }
    const before = demands.lookUps.get(id);
    demands.lookUps.set(id, before ?? { owner: task.identifier, beyondStatus: false, ownersList: 'unneeded' });
    return { task, isLookedUp: true };
  };
  /** A row that was read makes all data of rows known. */
  const lookUpOf = (node: TaskNode | null) => (node?.isLookedUp ? demands.lookUps.get(node.task.id) : undefined);
  const isOwnerTold = (node: TaskNode | null) =>
    !known || !node?.isLookedUp || known.details.has(node.task.id) || known.lists.has(node.task.identifier);

  const readList = ({ identifier, through }: UserNode) => {
    const lookedUp = lookUpOf(through);
    if (lookedUp) lookedUp.ownersList = 'needed';
    return isOwnerTold(through) && isTold('lists', identifier) ? findUser(identifier).tasks : null;
  };
  const readAccounts = (user: UserNode, info: GraphQLResolveInfo): readonly WorldAccount[] | null => {
    const { identifier, through } = user;
    const lookedUp = lookUpOf(through);
    if (lookedUp?.ownersList === 'unneeded' && namesBelow(info, true).includes('tasks')) {
      lookedUp.ownersList = 'perhaps';
    }
    if (!isOwnerTold(through) || !isTold('accounts', identifier)) return null;
    return findUser(identifier).accounts;
  };
  const suggestionsOf = (account: WorldAccount) => account.suggestions.map((one) => ({ ...one, account }));

  return {
    'Query.viewer': () => null,
    'Query.user': (_, { identifier }): UserNode => ({ identifier, through: null }),
    'Query.task': (_, { id }) => lookUp(id),
    'Query.tasks': (_, { ids }) => ids.map(lookUp),

    'User.id': ({ identifier, through }: UserNode) => {
      if (!through) return null;
      isTold('details', through.task.id);
      return findUser(identifier).id;
    },
    'User.tasks': (user: UserNode, args) => {
      const list = readList(user);
      return list && toPage(list, args, cursors);
    },
    'User.accounts': (user: UserNode, { filter }, info) =>
      readAccounts(user, info)
        ?.filter(({ type }) => fits(filter?.type, type))
        .filter(({ company }) => fits(filter?.companyId, company.id)),
    'User.account': (user: UserNode, { id }, info) => readAccounts(user, info)?.find((one) => one.id === id),
    'User.suggestions': (user: UserNode, { filter }, info) =>
      readAccounts(user, info)
        ?.flatMap(suggestionsOf)
        .filter(({ category }) => fits(filter?.category, category))
        .filter(({ cents }) => cents >= Math.round(Number(filter?.minimumMonthlySavings ?? 0) * 100))
        .sort((a, b) => b.cents - a.cents),
    'User.potentialMonthlySavings': (user: UserNode, _args, info) => sumOf(readAccounts(user, info) ?? []),

    'Task.user': (node: TaskNode): UserNode => {
      const lookedUp = lookUpOf(node);
      if (lookedUp) lookedUp.beyondStatus = true;
      return { identifier: node.task.identifier, through: node };
    },
    'Task.payrollDataAvailable': (node: TaskNode) => {
      const { identifier, payrollDataAvailable } = node.task;
      if (node.isLookedUp) readList({ identifier, through: node });
      return payrollDataAvailable;
    },
    'Task.linkedAccount': ({ task }: TaskNode, _args, info) => {
      const { id: taskId, identifier, linkedAccountId: id } = task;
      if (!isTold('details', taskId) || id === null) return null;
      if (namesBelow(info).every((name) => FREE_OF_ACCOUNT.includes(name))) return { id, identifier };
      return readAccounts({ identifier, through: null }, info)?.find((account) => account.id === id);
    },
    Task: (node: TaskNode, _args, { fieldName }) => {
      if (ONLY_IN_DETAILS.includes(fieldName)) isTold('details', node.task.id);
      const lookedUp = ONLY_IN_ROWS_AND_DETAILS.includes(fieldName) && lookUpOf(node);
      if (lookedUp) lookedUp.beyondStatus = true;
      return node.task[fieldName as keyof WorldTask];
    },

    'PayLinkAccount.user': ({ identifier }: WorldAccount): UserNode => ({ identifier, through: null }),
    'PayLinkAccount.suggestions': suggestionsOf,
    'PayLinkAccount.plans': (account: WorldAccount) => account.plans.map((plan) => ({ ...plan, account })),
    'PayLinkAccount.potentialMonthlySavings': (account: WorldAccount) => sumOf([account]),
  };
}

const sumOf = (accounts: readonly WorldAccount[]) =>
  toMoney(accounts.flatMap(({ suggestions }) => suggestions).reduce((sum, { cents }) => sum + cents, 0));
