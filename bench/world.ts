import type { Upstream } from './upstream.ts';

/** Each connection of the load is another user, so that no answer can be shared by accident. */
export const userCount = 16;

const taskCount = 30;
const statuses = ['completed', 'completed', 'failed', 'completed', 'processing', 'queued'];
const products = ['switch', 'present', 'switch', 'action', 'switch'];

/** Users alike but for their ids: each has the four accounts of the simulator's Ada, and tasks at their companies. */
export async function createWorld(upstream: Upstream): Promise<void> {
  const accounts = await upstream.listAccounts('ada');
  // One after another, as the simulator lists accounts and tasks in the order in which they were added.
  for (let user = 0; user < userCount; user += 1) {
    for (const [index, { company, account, actions, type }] of accounts.entries()) {
      const id = `bench-${user}-account-${index}`;
      await upstream.add(`users/bench-${user}/accounts`, { id, company, account, actions, type });
    }
    for (let number = 1; number <= taskCount; number += 1) {
      await upstream.add('tasks', createTask(user, number, accounts[number % accounts.length]?.company));
    }
  }
}

/** Settled: the status stays as it is. */
function createTask(user: number, number: number, company: unknown): object {
  const status = statuses[number % statuses.length];
  return {
    user: `bench-${user}`,
    id: `bench-${user}-task-${number}`,
    status,
    ...(status === 'failed' && { failReason: 'payment-method-declined' }),
    createdAt: new Date(Date.UTC(2030, 0, 1) + number * 36_000_000).toISOString(),
    product: products[number % products.length],
    company,
    linkedAccount: `bench-${user}-account-${number % 4}`,
    metadata: { campaign: 'new-card', step: number },
  };
}
