export const credentials = { 'x-api-key': 'demo-key', 'x-api-secret': 'demo-secret' };

export interface RestCall {
  /** Such as `GET /task/:taskId/details`; null where the API has no such route. */
  readonly route: string | null;
  readonly path: string;
}

/** The simulator, by its control plane. */
export interface SimulatorControl {
  listCalls(): Promise<readonly RestCall[]>;
  clearCalls(): Promise<void>;
  /** How long each answer is held back. */
  setLatency(ms: number): Promise<void>;
  add(kind: 'tasks' | `users/${string}/accounts`, body: object): Promise<void>;
  /** GET /:identifier/pay-link/accounts */
  listAccounts(identifier: string): Promise<readonly Record<string, unknown>[]>;
}

export function createSimulatorControl(apiUrl: string): SimulatorControl {
  const call = async (path: string, method = 'GET', body?: object): Promise<unknown> => {
    const response = await fetch(apiUrl + path, {
      method,
      headers: { ...credentials, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };

  return {
    listCalls: async () => ((await call('/__simulator/calls')) as { calls: RestCall[] }).calls,
    clearCalls: async () => void (await call('/__simulator/calls', 'DELETE')),
    setLatency: async (ms) => {
      await call('/__simulator/faults', 'DELETE');
      if (ms > 0) await call('/__simulator/faults', 'POST', { route: '*', kind: 'latency', ms });
    },
    add: async (kind, body) => void (await call(`/__simulator/${kind}`, 'POST', body)),
    listAccounts: async (identifier) =>
      ((await call(`/${identifier}/pay-link/accounts`)) as { accounts: Record<string, unknown>[] }).accounts,
  };
}
