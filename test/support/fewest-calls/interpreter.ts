import { executeSync, GraphQLError, type GraphQLResolveInfo, parse } from 'graphql';
import { fits, fitsAny, type PageArgs, toPage } from './page.ts';
import type { Request } from './print.ts';
import { schema } from './schema.ts';
import type { Demands, Known } from './search.ts';
import { namesBelow } from './selected.ts';
import { newUser, toMoney, type World, type WorldAccount, type WorldTask } from './world.ts';

interface Args extends PageArgs {
  readonly id: string;
  readonly ids: readonly string[];
  readonly identifier: string;
  readonly input: { readonly identifier: string };
  readonly orderBy?: string | null;
}

interface Node {
  /** The mutation above. Nothing that was read before it, or after another one, is known below it. */
  readonly after: string;
}

interface TaskNode extends Node {
  readonly task: WorldTask;
  readonly isLookedUp: boolean;
}

type AccountNode = Node & WorldAccount;

interface SuggestionNode {
  readonly cents: number;
  readonly account: WorldAccount;
}

interface UserNode extends Node {
  readonly identifier: string;
  /** The parent task, which determines the user; null if the user is already known. */
  readonly through: TaskNode | null;
}

const ONLY_IN_DETAILS = ['updatedAt', 'company', 'connector', 'linkedAccountId', 'workflow', 'metadata'];
const ONLY_IN_ROWS_AND_DETAILS = ['authenticated', 'product', 'productCode'];
/** Stands for a text that differs from run to run. */
export const anyText = '<any text>';

/**
 * The response to a request as far as the calls so far determine it, and the data that is still missing. With `known`
 * null, the whole response.
 */
export function interpret(
  { query, variables }: Request,
  world: World,
  cursors: ReadonlyMap<string, string>,
  known: Known | null,
  self: string | null = null,
) {
  const unmodelled = new Set<string>();
  const written: Written = { count: 0, created: new Set() };
  const demands: Demands = {
    lists: new Set(),
    accounts: new Set(),
    details: new Set(),
    lookUps: new Map(),
    missing: new Set(),
  };
  const readers = createReaders({ world, cursors, known, demands, written, self });
  const { data, errors = [] } = executeSync({
    schema,
    document: parse(query),
    rootValue: {},
    variableValues: variables,
    fieldResolver: (source, args, _context, info) => {
      const { parentType, fieldName } = info;
      const read = readers[`${parentType.name}.${fieldName}`];
      if (read) return read(source, args, info);
      const values = parentType.name === 'Task' ? source.task : source;
      if (!(fieldName in values)) unmodelled.add(`${parentType.name}.${fieldName}`);
      return parentType.name === 'Task' ? readers.Task?.(source, args, info) : values[fieldName];
    },
  });
  // A resolver that throws would only fail its field.
  if (unmodelled.size > 0) throw new Error(`Teach the interpreter about ${[...unmodelled].join(', ')}.`);
  return { data: JSON.parse(JSON.stringify(data ?? null)), errors, demands, written };
}

// biome-ignore lint/suspicious/noExplicitAny: each reader knows the results of the readers above it.
type Reader = (source: any, args: Args, info: GraphQLResolveInfo) => unknown;

interface Interpretation {
  readonly world: World;
  readonly cursors: ReadonlyMap<string, string>;
  readonly known: Known | null;
  readonly demands: Demands;
  readonly written: Written;
  readonly self: string | null;
}

/** The effects of the mutations of a request. */
interface Written {
  /** The REST calls that write. */
  count: number;
  /** The identifiers of new users. */
  readonly created: Set<string>;
}

/** Values come from the world, known or not: only known values decide whether a field has anything below it. */
function createReaders({
  world,
  cursors,
  known,
  demands,
  written,
  self,
}: Interpretation): Readonly<Record<string, Reader>> {
  const findUser = (identifier: string) => {
    const user = world.find((one) => one.identifier === identifier);
    if (user) return user;
    if (written.created.has(identifier)) return newUser(identifier);
    throw new GraphQLError('There is no such user.', { extensions: { code: 'NOT_FOUND' } });
  };
  const isThere = (identifier: string) =>
    written.created.has(identifier) || world.some((one) => one.identifier === identifier);
  const isTold = (what: 'lists' | 'accounts' | 'details', id: string, after: string) => {
    const key = `${after}${id}`;
    const told = known === null || known[what].has(key);
    if (!told) demands[what].add(key);
    return told;
  };
  const write = (identifier: string, { path }: GraphQLResolveInfo, creates: boolean) => {
    written.count += 1;
    if (!isThere(identifier)) {
      const notFound = { code: 'NOT_FOUND', message: anyText, field: ['input', 'identifier'] };
      if (!creates) return { user: null, userErrors: [notFound] };
      written.created.add(identifier);
    }
    return { user: { identifier, through: null, after: `${path.key} ` }, userErrors: [] };
  };
  const lookUp = (id: string): TaskNode | null => {
    const task = world.flatMap(({ tasks }) => tasks).find((one) => one.id === id);
    if (!task) {
      demands.missing.add(id);
      return null;
    }
    const before = demands.lookUps.get(id);
    demands.lookUps.set(id, before ?? { owner: task.identifier, beyondStatus: false, ownersList: 'unneeded' });
    return { task, isLookedUp: true, after: '' };
  };
  /** A row that was read makes all data of rows known. */
  const lookUpOf = (node: TaskNode | null) => (node?.isLookedUp ? demands.lookUps.get(node.task.id) : undefined);
  const isOwnerTold = (node: TaskNode | null) =>
    !known || !node?.isLookedUp || known.details.has(node.task.id) || known.lists.has(node.task.identifier);

  const readList = ({ identifier, through, after }: UserNode) => {
    const lookedUp = lookUpOf(through);
    if (lookedUp) lookedUp.ownersList = 'needed';
    return isOwnerTold(through) && isTold('lists', identifier, after) ? findUser(identifier).tasks : null;
  };
  const readAccounts = (user: UserNode, info: GraphQLResolveInfo): readonly AccountNode[] | null => {
    const { identifier, through, after } = user;
    const lookedUp = lookUpOf(through);
    if (lookedUp?.ownersList === 'unneeded' && namesBelow(info, true).includes('tasks')) {
      lookedUp.ownersList = 'perhaps';
    }
    if (!isOwnerTold(through) || !isTold('accounts', identifier, after)) return null;
    return findUser(identifier).accounts.map((account) => ({ ...account, after }));
  };
  const suggestionsOf = (account: AccountNode) => account.suggestions.map((one) => ({ ...one, account }));

  return {
    'Query.viewer': (): UserNode | null => (self === null ? null : { identifier: self, through: null, after: '' }),
    'Query.user': (_, { identifier }): UserNode => ({ identifier, through: null, after: '' }),
    'Query.task': (_, { id }) => lookUp(id),
    'Query.tasks': (_, { ids }) => ids.map(lookUp),

    'Mutation.createAccessToken': (_, { input }, info) => ({
      ...write(input.identifier, info, true),
      accessToken: { publicToken: anyText, expiresAt: anyText },
    }),
    'Mutation.updateUser': (_, { input }, info) => write(input.identifier, info, true),
    'Mutation.endMonitoring': (_, { input }, info) => write(input.identifier, info, false),

    'User.id': ({ identifier }: UserNode) => identifier,
    'User.nodeId': ({ identifier }: UserNode) => toNodeId('User', identifier),
    'User.tasks': (user: UserNode, args) => {
      const list = readList(user);
      return list && toPage(list, args, cursors, user.after);
    },
    'User.accounts': (user: UserNode, { filter, orderBy }, info) =>
      readAccounts(user, info)
        ?.filter(({ type }) => fitsAny(filter?.types, type))
        .filter(({ company }) => fits(filter?.companyId, company.id))
        .sort((a, b) => (orderBy ? savingsOf(b) - savingsOf(a) : 0)),
    'User.account': (user: UserNode, { id }, info) => readAccounts(user, info)?.find((one) => one.id === id),
    'User.suggestions': (user: UserNode, { filter, first }, info) =>
      readAccounts(user, info)
        ?.flatMap(suggestionsOf)
        .filter(({ category }) => fitsAny(filter?.categories, category))
        .filter(({ cents }) => cents >= Math.round(Number(filter?.minimumMonthlySavings ?? 0) * 100))
        .sort((a, b) => b.cents - a.cents)
        .slice(0, first ?? undefined),
    'User.potentialMonthlySavings': (user: UserNode, _args, info) => sumOf(readAccounts(user, info) ?? []),

    'Task.nodeId': ({ task }: TaskNode) => toNodeId('Task', task.id),
    'Task.isSettled': ({ task }: TaskNode) => ['COMPLETED', 'FAILED'].includes(task.status),
    'Task.userAtomicId': ({ task, after }: TaskNode) => {
      isTold('details', task.id, after);
      return findUser(task.identifier).id;
    },
    'Suggestion.isBest': ({ cents, account }: SuggestionNode) =>
      account.suggestions.every((other) => other.cents <= cents),
    'Suggestion.actionLink': () => null,
    'Task.user': (node: TaskNode): UserNode => {
      const lookedUp = lookUpOf(node);
      if (lookedUp) lookedUp.beyondStatus = true;
      return { identifier: node.task.identifier, through: node, after: node.after };
    },
    'Task.payrollDataAvailable': (node: TaskNode) => {
      const { identifier, payrollDataAvailable } = node.task;
      if (node.isLookedUp) readList({ identifier, through: node, after: node.after });
      return payrollDataAvailable;
    },
    'Task.linkedAccount': ({ task, after }: TaskNode, _args, info) => {
      const { id: taskId, identifier, linkedAccountId: id } = task;
      if (!isTold('details', taskId, after) || id === null) return null;
      return readAccounts({ identifier, through: null, after }, info)?.find((account) => account.id === id);
    },
    Task: (node: TaskNode, _args, { fieldName }) => {
      if (ONLY_IN_DETAILS.includes(fieldName)) isTold('details', node.task.id, node.after);
      const lookedUp = ONLY_IN_ROWS_AND_DETAILS.includes(fieldName) && lookUpOf(node);
      if (lookedUp) lookedUp.beyondStatus = true;
      return node.task[fieldName as keyof WorldTask];
    },

    'PayLinkAccount.userIdentifier': ({ identifier }: AccountNode) => identifier,
    'PayLinkAccount.nodeId': ({ identifier, id }: AccountNode) => toNodeId('PayLinkAccount', identifier, id),
    'PayLinkAccount.user': ({ identifier, after }: AccountNode): UserNode => ({ identifier, through: null, after }),
    'PayLinkAccount.suggestions': suggestionsOf,
    'PayLinkAccount.plans': (account: AccountNode) => account.plans.map((plan) => ({ ...plan, account })),
    'PayLinkAccount.potentialMonthlySavings': (account: AccountNode) => sumOf([account]),
  };
}

const toNodeId = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** In cents, at most the bill. */
const savingsOf = ({ suggestions, billing }: WorldAccount) => {
  const total = suggestions.reduce((sum, { cents }) => sum + cents, 0);
  return Math.min(total, billing === null ? total : Math.round(Number(billing.amount.amount) * 100));
};

const sumOf = (accounts: readonly WorldAccount[]) =>
  toMoney(accounts.reduce((sum, account) => sum + savingsOf(account), 0));
