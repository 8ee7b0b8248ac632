import type { UpstreamHost } from './call.ts';

/** An endpoint of the upstream. */
export interface Route {
  readonly route: string;
  readonly host: UpstreamHost;
}

/** Every call that the gateway makes. */
export const routes = {
  taskStatus: declare('GET /task/:taskId/status', 'api'),
  taskDetails: declare('GET /task/:taskId/details', 'api'),
  userTasks: declare('GET /user/:identifier/tasks', 'api'),
  userAccounts: declare('GET /:identifier/pay-link/accounts', 'api'),
  createAccessToken: declare('POST /access-token', 'pci'),
  updateUser: declare('PUT /user', 'api'),
  updateUserCards: declare('PUT /user', 'pci'),
  endMonitoring: declare('PUT /user/:identifier/end-monitoring', 'api'),
} as const;

const declared = new Map(Object.values(routes).map(({ route }) => [route.replace(/:\w+/g, '{}'), route]));

/** The declared route of a call, from its method and its path without ids. */
export function routeOf(method: string, pathRoute: string): string {
  const call = `${method} ${pathRoute}`;
  return declared.get(call) ?? call;
}

function declare(route: string, host: UpstreamHost): Route {
  return { route, host };
}
