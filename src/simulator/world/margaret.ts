import { BRIGHTWIRE, MARQUEE, NORTHLINE, PARCEL, TEMPO } from './companies.ts';
import type { Dates } from './dates.ts';
import type { Household, WorldTask } from './household.ts';

const TASK_COUNT = 120;
const COMPANIES = [MARQUEE, TEMPO, NORTHLINE, BRIGHTWIRE, PARCEL, null];
const PRODUCTS = ['switch', 'present', 'switch', 'verify', 'deposit', 'manage', 'aggregate'];
const OUTCOMES = ['completed', 'completed', 'payment-method-locked', 'completed', 'connection-error'];

/** A user with more tasks than a page contains. */
export const createMargaret = (dates: Dates): Household => ({
  user: { identifier: 'margaret', identity: { firstName: 'Margaret', lastName: 'Hamilton' } },
  accounts: [
    {
      id: '3a66a2e70000000000acc001',
      company: PARCEL,
      account: { type: 'subscription', billing: { amount: 9.99 }, data: { plans: [], usage: [] } },
      actions: [{ type: 'pause-plan', id: 'cGF1c2UtcGxhbjpwYXJjZWw6bWFyZ2FyZXQ=' }],
    },
  ],
  tasks: Array.from({ length: TASK_COUNT }, (_, index) => createTask(dates, index)),
});

function createTask({ day }: Dates, index: number): WorldTask {
  const number = String(index + 1).padStart(3, '0');
  return {
    id: `3a66a2e7000000000007a${number}`,
    outcome: OUTCOMES[index % OUTCOMES.length] ?? 'completed',
    createdAt: day(index - TASK_COUNT, `12:${String(index % 60).padStart(2, '0')}:07.500`),
    product: PRODUCTS[index % PRODUCTS.length] ?? 'switch',
    company: COMPANIES[index % COMPANIES.length] ?? null,
    metadata: { run: index + 1 },
  };
}
