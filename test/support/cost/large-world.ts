import { createServer, type Server } from 'node:http';
import { listen } from '../listen.ts';

/** How much the upstream returns for each user. */
export interface WorldSize {
  readonly tasks: number;
  readonly accounts: number;
  readonly suggestions: number;
  readonly metadataDepth: number;
}

export interface LargeWorld {
  readonly url: string;
  stop(): void;
}

const createdAt = (index: number) => new Date(1_700_000_000_000 + ((index * 7919) % 10_007) * 1000).toISOString();
const repeat = <Part>(count: number, part: (index: number) => Part): Part[] =>
  Array.from({ length: count }, (_each, index) => part(index));

/** An upstream with a large answer for every user; the simulator would make the same answer anew for each call. */
export async function startLargeWorld(size: WorldSize): Promise<LargeWorld> {
  const tasks = JSON.stringify({ data: { tasks: repeat(size.tasks, toRow) } });
  const accounts = JSON.stringify({ accounts: repeat(size.accounts, (index) => toAccount(index, size.suggestions)) });
  const { metadataDepth } = size;
  // Written as text, because JSON.stringify cannot nest this deeply.
  const metadata = `${'{"a":'.repeat(metadataDepth)}1${'}'.repeat(metadataDepth)}`;
  const task = (id: string) => JSON.stringify({ ...toRow(0), _id: id, user: { identifier: 'many' } }).slice(0, -1);
  const details = (id: string) => `{"data":{"task":${task(id)},"metadata":${metadata}}}}`;
  const server = createServer(({ url = '' }, response) => {
    const [, first, second = '', third] = url.split('/');
    response.setHeader('content-type', 'application/json');
    if (first === 'user' && third === 'tasks') return response.end(tasks);
    if (first === 'task') return response.end(third === 'details' ? details(second) : JSON.stringify(toRow(0)));
    if (third === 'accounts') return response.end(accounts);
    return response.end('{"data":{"publicToken":"token","token":"token"}}');
  });
  return { url: await listen(server), stop: () => stop(server) };
}

function stop(server: Server): void {
  server.close();
  server.closeAllConnections();
}

function toRow(index: number) {
  return { _id: `task-${index}`, createdAt: createdAt(index), status: 'queued', payrollDataAvailable: false };
}

function toAccount(index: number, suggestions: number) {
  return {
    _id: `account-${index}`,
    company: { _id: `company-${index}`, name: `Company ${(index * 7919) % 10_007}` },
    account: {
      type: 'loan',
      suggestions: repeat(suggestions, (each) => ({
        monthlySavings: 1 + ((each * 7919) % 10_007),
        category: 'change-plan',
      })),
      billing: { amount: index, items: [{ description: 'Fee', amount: 1 }] },
      data: { plans: [{ title: 'Plan' }], usage: [{ title: 'Data' }] },
    },
  };
}
