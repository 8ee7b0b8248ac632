import type { FastifyInstance } from 'fastify';
import { resetState } from './control/control-plane.ts';
import { DEMO_CUSTOMER, DEMO_SECRET } from './customers.ts';
import type { AnyFault } from './faults/fault-list.ts';
import { createRestApi } from './rest-api.ts';
import { type AccountChange, addAccount, changeAccount, type NewAccount } from './state/accounts.ts';
import type { CallRecord } from './state/call-log.ts';
import { openDocuments } from './state/sqlite.ts';
import { createState, type State } from './state/state.ts';
import type { StoredUser } from './state/stored.ts';
import { watchTask } from './state/task-steps.ts';
import { addTask, changeTask, type NewTask, type TaskChange } from './state/tasks.ts';
import { addUser, type NewUser } from './state/users.ts';
import type { WebhookDelivery } from './webhooks/deliveries.ts';
import { type MadeUpEvent, sendMadeUpEvent } from './webhooks/made-up-event.ts';
import { seedWorld } from './world/seed.ts';

export interface SimulatorOptions {
  /** Default: 127.0.0.1 */
  readonly host?: string;
  /** Port of the API host; 0 picks a free port. */
  readonly port: number;
  /** Port of the PCI host; 0 picks a free port. */
  readonly pciPort: number;
  /** Seed of all generated data. Default: 1 */
  readonly seed?: number;
  /** File that keeps the state over a restart. By default, the state is in memory. */
  readonly dataFile?: string | null;
  /** Receiver of webhooks; null (the default) or empty for none. */
  readonly webhookUrl?: string | null;
  /** ISO 8601 time at which the simulator's clock stands still until it is moved. By default, the clock follows real time. */
  readonly startTime?: string;
}

export interface Simulator {
  readonly apiUrl: string;
  readonly pciUrl: string;
  readonly credentials: { readonly apiKey: string; readonly apiSecret: string };
  addUser(user: NewUser): { id: string };
  addTask(task: NewTask): { id: string };
  /** Changes a task from now on. */
  changeTask(id: string, change: TaskChange): void;
  addAccount(account: NewAccount): { id: string };
  changeAccount(user: string, id: string, change: AccountChange): void;
  /** Every REST call in order, such as `GET /user/ada/tasks`. */
  requests(): string[];
  calls(): readonly CallRecord[];
  clearCalls(): void;
  addFault(fault: AnyFault): void;
  clearFaults(): void;
  /** Sends webhooks to this receiver from now on; to none if null or empty. */
  sendWebhooksTo(url: string | null): void;
  /** Sends an event with any content, signed with the right secret unless it names another. */
  sendWebhook(event: MadeUpEvent): void;
  /** Every attempt to deliver an event, in order. */
  webhooks(): readonly WebhookDelivery[];
  /** Resolves when no webhook is being delivered. */
  webhooksSettled(): Promise<void>;
  /** Restores the seeded world, without faults, calls and deliveries, and undoes all moves of the clock. */
  reset(): void;
  moveClock(ms: number): void;
  /** Returns a copy of all stored data of a user, including numbers and secrets. */
  findUser(identifier: string, apiKey?: string): StoredUser | undefined;
  /** Stops both hosts at once, and closes open connections. */
  stop(): Promise<void>;
}

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host = '127.0.0.1', port, pciPort, seed = 1, dataFile, startTime, webhookUrl = null } = options;
  const start = startTime === undefined ? null : new Date(startTime);
  if (start && Number.isNaN(start.getTime())) throw new RangeError('startTime is not a date');
  const documents = dataFile ? await openDocuments(dataFile) : null;
  const state = createState(seed, start, documents);
  const apps: FastifyInstance[] = [];
  const close = async () => {
    state.agenda.clear();
    state.webhooks.reset();
    await Promise.all([...apps.map((app) => app.close()), state.webhooks.settled()]);
    documents?.close();
  };
  let closing: Promise<void> | undefined;
  const stop = () => {
    closing ??= close();
    return closing;
  };

  try {
    if (state.store.setting('seeded')) for (const task of state.store.everyTask()) watchTask(state, task);
    else seedWorld(state);
    state.webhooks.sendTo(webhookUrl);
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
  const { store, clock, calls, faults, webhooks } = state;
  return {
    credentials: { apiKey: DEMO_CUSTOMER, apiSecret: DEMO_SECRET },
    addUser: (user) => ({ id: addUser(state, user).id }),
    addTask: (task) => addTask(state, task),
    changeTask: (id, change) => void changeTask(state, id, change),
    addAccount: (account) => addAccount(state, account),
    changeAccount: (user, id, change) => void changeAccount(state, user, id, change),
    requests: () => calls.all().map(({ method, path }) => `${method} ${path}`),
    calls: () => calls.all(),
    clearCalls: () => calls.clear(),
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    sendWebhooksTo: (url) => webhooks.sendTo(url),
    sendWebhook: (event) => sendMadeUpEvent(state, event),
    webhooks: () => webhooks.deliveries(),
    webhooksSettled: () => webhooks.settled(),
    reset: () => resetState(state),
    moveClock: (ms) => clock.move(ms),
    findUser: (identifier, apiKey = DEMO_CUSTOMER) => structuredClone(store.user(apiKey, identifier)),
  };
}
