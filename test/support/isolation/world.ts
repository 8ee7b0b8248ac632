import type { Simulator } from '../../../src/simulator/server.ts';

/** Two customers with equally named users, accounts and tasks, which differ only in content. */
export const customers = { A: 'demo-key', B: 'second-key' } as const;
export const people = ['one', 'two'] as const;

export type Customer = keyof typeof customers;
export type Person = (typeof people)[number];

/** A caller of one customer. No response to it may contain data of another world. */
export interface Caller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly customer: Customer;
  /** Null for a service, which can read every user of its customer. */
  readonly person: Person | null;
}

export const worlds = (Object.keys(customers) as Customer[]).flatMap((customer) =>
  people.map((person) => ({ customer, person, mark: `mark-of-${customer}-${person}` })),
);

/** The marks that responses to a caller may contain. */
export function marksFor({ customer, person }: Caller): string[] {
  return worlds
    .filter((world) => world.customer === customer && (person === null || world.person === person))
    .map(({ mark }) => mark);
}

export function seedWorlds(simulator: Simulator): void {
  for (const { customer, person, mark } of worlds) {
    const owner = { user: person, customer: customers[customer] };
    const account = {
      data: { note: mark, plans: [{ title: mark }] },
      billing: { accountNumber: mark, items: [{ description: mark }] },
      suggestions: [{ shortDescription: mark }],
    };
    simulator.addAccount({ ...owner, id: `account-${person}`, account, company: { _id: mark, name: mark } });
    const task = { linkedAccount: `account-${person}`, company: { _id: mark, name: mark }, metadata: { note: mark } };
    simulator.addTask({ ...owner, id: `task-${person}`, status: 'completed', ...task });
  }
}

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const account =
  'id company { name } billing { accountNumber items { description } } suggestions { shortDescription } data';
const task = 'id status company { name } metadata linkedAccount { company { name } }';
const mint = `mutation ($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) { accessToken { publicToken } userErrors { code } }
}`;
const change = (
  name: 'updateUser' | 'endMonitoring',
) => `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) { user { identifier accounts { company { name } } } userErrors { code } }
}`;

/** Operations about a person, sent by every caller, including callers without access. */
export function operationsAbout(person: Person, key: number): readonly [Operation, ...Operation[]] {
  const keyed = { identifier: person, idempotencyKey: `of all callers ${key}` };
  const of = { variables: { person, task: `task-${person}`, account: `account-${person}` } };
  return [
    { ...of, query: `query ($person: ID!) { user(identifier: $person) { accounts { ${account} } } }` },
    { ...of, query: `query ($person: ID!) { user(identifier: $person) { tasks { nodes { ${task} } } } }` },
    { ...of, query: `query ($account: ID!) { viewer { account(id: $account) { ${account} } } }` },
    { ...of, query: `query ($task: ID!) { task(id: $task) { ${task} user { identifier } } }` },
    { ...of, query: 'query ($task: ID!) { task(id: $task) { status } viewer { accounts { company { name } } } }' },
    { query: mint, variables: { input: keyed } },
    { query: change('endMonitoring'), variables: { input: keyed } },
    { query: change('updateUser'), variables: { input: { ...keyed, data: { identity: { city: 'London' } } } } },
  ];
}
