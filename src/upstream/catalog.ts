import type { UpstreamHost } from './calls.ts';

/** One endpoint of the upstream, as far as it is known before it is asked. */
export interface Endpoint {
  readonly route: string;
  readonly host: UpstreamHost;
  /** The fields of a task that it tells; `user.id` is Atomic's own id of the user. */
  readonly tellsOfTask: ReadonlySet<string>;
}

const progress = ['__typename', 'id', 'status', 'statusCode', 'createdAt', 'failReason', 'failReasonCode'];
const common = [...progress, 'authenticated', 'product', 'productCode', 'user'];
const detailed = ['updatedAt', 'company', 'connector', 'linkedAccountId', 'linkedAccount', 'workflow', 'metadata'];

/** Each endpoint costs one call. What it tells decides whom the resolvers ask, and what a query may cost. */
export const catalog = {
  taskStatus: declare('GET /task/:taskId/status', 'api', progress),
  taskDetails: declare('GET /task/:taskId/details', 'api', [...common, ...detailed, 'user.id']),
  userTasks: declare('GET /user/:identifier/tasks', 'api', [...common, 'payrollDataAvailable']),
  userAccounts: declare('GET /:identifier/pay-link/accounts', 'api'),
  createAccessToken: declare('POST /access-token', 'pci'),
  updateUser: declare('PUT /user', 'api'),
  updateUserCards: declare('PUT /user', 'pci'),
  endMonitoring: declare('PUT /user/:identifier/end-monitoring', 'api'),
} as const;

export type EndpointName = keyof typeof catalog;

/** How many tasks one field looks up at most. */
export const maxTasks = 100;

/** How many rows of a list one page has: the bound on the calls that they may need rests on it. */
export const pageSize = { usual: 50, most: 100 };

/** The fields of a user that are read from their accounts. */
export const accountFields: ReadonlySet<string> = new Set([
  'accounts',
  'account',
  'suggestions',
  'potentialMonthlySavings',
]);

/** What is known of an object from the mere mention of it elsewhere. */
export const mentions: Readonly<Record<string, ReadonlySet<string>>> = {
  PayLinkAccount: new Set(['__typename', 'id', 'user']),
  User: new Set(['__typename', 'identifier', 'tasks', ...accountFields]),
};

/** The endpoints that can be asked for one task by its id, the lighter one first. */
const taskSources = ['taskStatus', 'taskDetails'] as const;

export type TaskSource = (typeof taskSources)[number];

/** Whom to ask for a task. Only the list of its user tells of payroll data, and only the details tell of the user. */
export function chooseTaskSource(needs: ReadonlySet<string>): TaskSource {
  const asked = new Set([...needs].map((need) => (need === 'payrollDataAvailable' ? 'user' : need)));
  return taskSources.find((source) => asked.isSubsetOf(catalog[source].tellsOfTask)) ?? 'taskDetails';
}

/** Whether the row of a task in the list of its user tells all that is needed. */
export function isToldByRow(needs: ReadonlySet<string>): boolean {
  return needs.isSubsetOf(catalog.userTasks.tellsOfTask);
}

/** Card data goes to the PCI host alone. */
export function chooseUpdateEndpoint(cards: readonly unknown[] | null | undefined): 'updateUser' | 'updateUserCards' {
  return cards?.length ? 'updateUserCards' : 'updateUser';
}

const routes = new Map(Object.values(catalog).map(({ route }) => [route.replace(/:\w+/g, '{}'), route]));

/** The declared route of a call, from its method and its path without ids. */
export function routeOf(method: string, pathRoute: string): string {
  const call = `${method} ${pathRoute}`;
  return routes.get(call) ?? call;
}

function declare(route: string, host: UpstreamHost, tellsOfTask: readonly string[] = []): Endpoint {
  return { route, host, tellsOfTask: new Set(tellsOfTask) };
}
