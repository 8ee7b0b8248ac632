import type { GraphQLResolveInfo } from 'graphql';
import { GraphQLCurrency, GraphQLDateTime, GraphQLJSONObject } from 'graphql-scalars';
import type {
  AccountWire,
  ActionWire,
  BillingWire,
  CompanyWire,
  PayLink,
  StatusWire,
  SuggestionWire,
  TaskWire,
} from './pay-link.ts';

export interface Context {
  readonly payLink: PayLink;
}

interface User {
  readonly identifier: string;
  readonly _id?: string;
}

type Account = AccountWire & { readonly user: User };
type Suggestion = SuggestionWire & { readonly account: Account };

const currencyCode = 'USD';

const toEnum = (raw: string | undefined) => raw?.toUpperCase().replaceAll('-', '_') ?? null;
const toMoney = (amount: number | undefined) =>
  amount === undefined ? null : { amount: amount.toFixed(2), currencyCode };
/** At most the bill. */
const savingsOf = ({ account }: AccountWire) => {
  const total = (account?.suggestions ?? []).reduce((sum, { monthlySavings }) => sum + (monthlySavings ?? 0), 0);
  return Math.min(total, account?.billing?.amount ?? total);
};

/** Reads the details of a list row; a task that was looked up by its id has them already. */
const readDetails = async (task: TaskWire, { payLink }: Context) =>
  task.updatedAt === undefined ? payLink.getTask(task._id) : task;

async function findTask(payLink: PayLink, id: string): Promise<TaskWire | null> {
  return nullIfMissing(payLink.getTask(id));
}

async function findStatus(payLink: PayLink, id: string): Promise<(StatusWire & { _id: string }) | null> {
  const status = await nullIfMissing(payLink.getTaskStatus(id));
  return status && { ...status, _id: id };
}

async function nullIfMissing<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer;
  } catch (error) {
    const { extensions } = error as { extensions?: { response?: { status: number } } };
    if (extensions?.response?.status === 404) return null;
    throw error;
  }
}

const fieldsOfStatus = ['__typename', 'id', 'status', 'statusCode', 'createdAt', 'failReason', 'failReasonCode'];

const selectsStatusAlone = ({ fieldNodes }: GraphQLResolveInfo) =>
  fieldNodes.every(({ selectionSet }) =>
    selectionSet?.selections.every((node) => node.kind === 'Field' && fieldsOfStatus.includes(node.name.value)),
  );

const suggestionsOf = (account: Account): Suggestion[] =>
  (account.account?.suggestions ?? []).map((suggestion) => ({ ...suggestion, account }));

async function listAccounts(user: User, { payLink }: Context): Promise<Account[]> {
  const accounts = await payLink.listAccounts(user.identifier);
  return accounts.map((account) => ({ ...account, user }));
}

const Company = { id: ({ _id }: CompanyWire) => _id };
const withAmount = { amount: ({ amount }: { amount?: number }) => toMoney(amount) };

/**
 * The fields that the screens and workloads select, written straight down: each reads the data that it needs.
 */
export const createResolvers = (looksAhead: boolean) => ({
  DateTime: GraphQLDateTime,
  JSONObject: GraphQLJSONObject,
  Currency: GraphQLCurrency,
  Query: {
    user: (_root: unknown, { identifier }: { identifier: string }): User => ({ identifier }),
    task: (_root: unknown, { id }: { id: string }, { payLink }: Context, info: GraphQLResolveInfo) =>
      looksAhead && selectsStatusAlone(info) ? findStatus(payLink, id) : findTask(payLink, id),
    tasks: (_root: unknown, { ids }: { ids: string[] }, { payLink }: Context) => ids.map((id) => findTask(payLink, id)),
  },
  User: {
    id: ({ identifier }: User) => identifier,
    tasks: async ({ identifier }: User, { first }: { first: number }, { payLink }: Context) => {
      const rows = await payLink.listTasks(identifier);
      const newestFirst = rows
        .map((row) => ({ ...row, user: { identifier } }))
        .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
      return {
        nodes: newestFirst.slice(0, first),
        pageInfo: { hasNextPage: rows.length > first, hasPreviousPage: false },
        totalCount: rows.length,
      };
    },
    accounts: (user: User, _args: unknown, context: Context) => listAccounts(user, context),
    suggestions: async (user: User, _args: unknown, context: Context) => {
      const suggestions = (await listAccounts(user, context)).flatMap(suggestionsOf);
      return suggestions.sort((a, b) => (b.monthlySavings ?? 0) - (a.monthlySavings ?? 0));
    },
    potentialMonthlySavings: async (user: User, _args: unknown, context: Context) =>
      toMoney((await listAccounts(user, context)).reduce((sum, account) => sum + savingsOf(account), 0)),
  },
  Task: {
    id: ({ _id }: TaskWire) => _id,
    status: ({ status }: TaskWire) => toEnum(status),
    statusCode: ({ status }: TaskWire) => status,
    failReason: ({ failReason }: TaskWire) => toEnum(failReason),
    failReasonCode: ({ failReason }: TaskWire) => failReason,
    product: ({ product }: TaskWire) => toEnum(product),
    productCode: ({ product }: TaskWire) => product,
    updatedAt: async (task: TaskWire, _args: unknown, context: Context) => (await readDetails(task, context)).updatedAt,
    company: async (task: TaskWire, _args: unknown, context: Context) => (await readDetails(task, context)).company,
    connector: async (task: TaskWire, _args: unknown, context: Context) => (await readDetails(task, context)).connector,
    metadata: async (task: TaskWire, _args: unknown, context: Context) => (await readDetails(task, context)).metadata,
    workflow: async (task: TaskWire, _args: unknown, context: Context) => {
      const { taskWorkflow } = await readDetails(task, context);
      return taskWorkflow && { id: taskWorkflow._id };
    },
    payrollDataAvailable: async (task: TaskWire, _args: unknown, context: Context) => {
      if (task.payrollDataAvailable !== undefined) return task.payrollDataAvailable;
      const { user } = await readDetails(task, context);
      const rows = user ? await context.payLink.listTasks(user.identifier) : [];
      return rows.find(({ _id }) => _id === task._id)?.payrollDataAvailable;
    },
    linkedAccount: async (task: TaskWire, _args: unknown, context: Context) => {
      const { linkedAccount, user } = await readDetails(task, context);
      const accounts = linkedAccount && user ? await listAccounts(user, context) : [];
      return accounts.find(({ _id }) => _id === linkedAccount);
    },
  },
  PayLinkAccount: {
    id: ({ _id }: Account) => _id,
    type: ({ account }: Account) => toEnum(account?.type),
    typeCode: ({ account }: Account) => account?.type,
    sourceId: ({ account }: Account) => account?.sourceId,
    linkStatus: ({ type }: Account) => type,
    billing: ({ account }: Account) => account?.billing,
    identities: ({ account }: Account) => account?.identities ?? [],
    plans: ({ account }: Account) => account?.data?.plans ?? [],
    usage: ({ account }: Account) => account?.data?.usage ?? [],
    actions: ({ actions }: Account) => actions ?? [],
    suggestions: suggestionsOf,
    potentialMonthlySavings: (account: Account) => toMoney(savingsOf(account)),
  },
  Suggestion: {
    category: ({ category }: Suggestion) => toEnum(category),
    categoryCode: ({ category }: Suggestion) => category,
    monthlySavings: ({ monthlySavings }: Suggestion) => toMoney(monthlySavings),
  },
  Company,
  Connector: Company,
  Billing: {
    ...withAmount,
    accountNumberLastFour: ({ accountNumber }: BillingWire) => accountNumber?.slice(-4),
    items: ({ items }: BillingWire) => items ?? [],
    history: ({ history }: BillingWire) => history ?? [],
    paymentMethods: ({ paymentMethods }: BillingWire) => paymentMethods ?? [],
  },
  BillingItem: withAmount,
  BillingHistoryEntry: withAmount,
  AccountAction: {
    actionId: ({ id }: ActionWire) => id,
    type: ({ type }: ActionWire) => toEnum(type),
    typeCode: ({ type }: ActionWire) => type,
  },
  PlanChanges: withAmount,
});
