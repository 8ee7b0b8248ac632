import type { FastifyInstance } from 'fastify';
import { resetState } from './control/control-plane.ts';
import { DEMO_CUSTOMER, DEMO_SECRET } from './customers.ts';
import type { Fault } from './faults/faults.ts';
import { createRestApi } from './rest-api.ts';
import { addAccount, type NewAccount } from './state/accounts.ts';
import type { CallRecord } from './state/call-log.ts';
import { openDocuments } from './state/sqlite.ts';
import { createState, type State } from './state/state.ts';
import type { StoredUser } from './state/stored.ts';
import { addTask, type NewTask } from './state/tasks.ts';
import { addUser, type NewUser } from './state/users.ts';
import { seedWorld } from './world/seed.ts';

export interface SimulatorOptions {
  /** Default: 127.0.0.1 */
  readonly host?: string;
  /** Of the API host; 0 takes a free one. */
  readonly port: number;
  /** Of the PCI host; 0 takes a free one. */
  readonly pciPort: number;
  /** Everything generated follows from it. Default: 1 */
  readonly seed?: number;
  /** A file that keeps the state over a restart. Without it, state is in memory. */
  readonly dataFile?: string | null;
  /** ISO 8601. With it, the simulator's clock stands still there until it is moved; without it, it is the real time. */
  readonly startTime?: string;
}

export interface Simulator {
  readonly apiUrl: string;
  readonly pciUrl: string;
  readonly credentials: { readonly apiKey: string; readonly apiSecret: string };
  addUser(user: NewUser): { id: string };
  addTask(task: NewTask): { id: string };
  addAccount(account: NewAccount): { id: string };
  /** Every REST call in order, such as `GET /user/ada/tasks`. */
  requests(): string[];
  calls(): readonly CallRecord[];
  clearCalls(): void;
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** Back to the seeded world, without faults and calls, with the clock where it would be had nobody moved it. */
  reset(): void;
  moveClock(ms: number): void;
  /** A copy of all that is stored of a user, for tests: numbers and secrets included. */
  findUser(identifier: string, apiKey?: string): StoredUser | undefined;
  /** Ends both listeners at once, whatever is still open. */
  stop(): Promise<void>;
}

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host = '127.0.0.1', port, pciPort, seed = 1, dataFile, startTime } = options;
  const documents = dataFile ? await openDocuments(dataFile) : null;
  const apps: FastifyInstance[] = [];
  const close = async () => {
    await Promise.all(apps.map((app) => app.close()));
    documents?.close();
  };
  let closing: Promise<void> | undefined;
  const stop = () => {
    closing ??= close();
    return closing;
  };

  try {
    const state = createState(seed, startTime, documents);
    if (!state.store.setting('seeded')) seedWorld(state);
    const api = createRestApi('api', state, () => portOf(pci));
    const pci = createRestApi('pci', state, () => portOf(api));
    apps.push(api, pci);
    const [apiUrl, pciUrl] = await Promise.all([api.listen({ host, port }), pci.listen({ host, port: pciPort })]);
    return { apiUrl, pciUrl, ...createControls(state), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const portOf = ({ listeningOrigin }: FastifyInstance) => new URL(listeningOrigin).port;

function createControls(state: State): Omit<Simulator, 'apiUrl' | 'pciUrl' | 'stop'> {
  const { store, clock, calls, faults } = state;
  return {
    credentials: { apiKey: DEMO_CUSTOMER, apiSecret: DEMO_SECRET },
    addUser: (user) => ({ id: addUser(state, user).id }),
    addTask: (task) => addTask(state, task),
    addAccount: (account) => addAccount(state, account),
    requests: () => calls.all().map(({ method, path }) => `${method} ${path}`),
    calls: () => calls.all(),
    clearCalls: () => calls.clear(),
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    reset: () => resetState(state),
    moveClock: (ms) => clock.move(ms),
    findUser: (identifier, apiKey = DEMO_CUSTOMER) => structuredClone(store.user(apiKey, identifier)),
  };
}
