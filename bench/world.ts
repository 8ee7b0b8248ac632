import { firstId } from './operations.ts';
import { credentials, type SimulatorControl } from './simulator-control.ts';

/** The body of each answer about user 0, by its path. */
export type Recording = Readonly<Record<string, string>>;

const accountCount = 2;
const taskCount = 30;
const statuses = ['completed', 'completed', 'failed', 'completed', 'processing', 'queued'];
const products = ['switch', 'present', 'switch', 'action', 'switch'];

/** User 0 has the first accounts of the simulator's Ada, and tasks at their companies. */
export async function createWorld(control: SimulatorControl): Promise<void> {
  const accounts = (await control.listAccounts('ada')).slice(0, accountCount);
  // One after another, as the simulator lists accounts and tasks in the order in which they were added.
  for (const [index, { company, account, actions, type }] of accounts.entries()) {
    const id = `${firstId}-account-${index}`;
    await control.add(`users/${firstId}/accounts`, { id, company, account, actions, type });
  }
  for (let number = 1; number <= taskCount; number += 1) {
    await control.add('tasks', createTask(number, accounts[number % accounts.length]?.company));
  }
}

/** Settled: the status stays as it is. */
function createTask(number: number, company: unknown): object {
  const status = statuses[number % statuses.length];
  return {
    user: firstId,
    id: `${firstId}-task-${number}`,
    status,
    ...(status === 'failed' && { failReason: 'payment-method-declined' }),
    createdAt: new Date(Date.UTC(2030, 0, 1) + number * 36_000_000).toISOString(),
    product: products[number % products.length],
    company,
    linkedAccount: `${firstId}-account-${number % accountCount}`,
    metadata: { campaign: 'new-card', step: number },
  };
}

/** The responses of the simulator to each read about user 0. */
export async function recordWorld(apiUrl: string): Promise<Recording> {
  const tasks = Array.from({ length: taskCount }, (_, index) => `/task/${firstId}-task-${index + 1}`);
  const paths = [
    `/${firstId}/pay-link/accounts`,
    `/user/${firstId}/tasks`,
    ...tasks.flatMap((task) => [`${task}/details`, `${task}/status`]),
  ];
  const bodies = await Promise.all(
    paths.map(async (path) => [path, await (await fetch(apiUrl + path, { headers: credentials })).text()]),
  );
  return Object.fromEntries(bodies);
}
