import { readFileSync } from 'node:fs';
import type { Simulator } from '../../../src/simulator/server.ts';
import type { Random } from './random.ts';

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** How often it is sent: more than once only with an `idempotencyKey`, which makes that once. */
  readonly sendings: number;
}

export interface Household {
  readonly customer: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly identifier: string;
  readonly taskIds: readonly [string, ...string[]];
}

/** In the body of every write with an `idempotencyKey`, and of no other; its user's identifier begins with the second. */
export const keyedMarks = { bodyPath: 'identity.email', identifier: 'keyed' };

/** How often a write with an `idempotencyKey` is sent. */
export const keyedSendings = 3;

const reads = ['overview', 'task', 'tasks', 'user', 'viewer'].map((name) =>
  readFileSync(new URL(`../../../examples/${name}.graphql`, import.meta.url), 'utf8'),
);
const light = 'query ($id: ID!) { task(id: $id) { status createdAt failReason } }';
const nested = `query ($identifier: ID!) { user(identifier: $identifier) {
  tasks(first: 10) { nodes { company { name } linkedAccount { company { name } } user { id } } }
  accounts { user { identifier suggestions { monthlySavings { amount } } } identities { firstName } data }
} }`;

const mutation = (name: string, more = '') => `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) { ${more} user { identifier } userErrors { code field message } }
}`;
const mint = mutation('createAccessToken', 'accessToken { publicToken expiresAt }');
const update = mutation('updateUser');
const endMonitoring = mutation('endMonitoring');

/** Users of both customers, each with accounts and tasks. */
export function addHouseholds(simulator: Simulator): [Household, ...Household[]] {
  const add = (customer: string, apiSecret: string, index: number): Household => {
    const owner = { user: `household-${index}`, customer };
    const { id: linkedAccount } = simulator.addAccount({ ...owner, account: { data: { seats: 4 } } });
    const addTask = () => simulator.addTask({ ...owner, linkedAccount }).id;
    const taskIds: [string, ...string[]] = [addTask(), addTask(), addTask(), addTask()];
    const headers = { 'x-api-key': customer, 'x-api-secret': apiSecret };
    return { customer, headers, identifier: owner.user, taskIds };
  };
  const addBoth = (index: number): [Household, Household] => [
    add('demo-key', 'demo-secret', index),
    add('second-key', 'second-secret', index),
  ];
  return [...addBoth(0), ...addBoth(1), ...addBoth(2), ...addBoth(3)];
}

/** Every read, each for that household. */
export function listReads({ headers, identifier, taskIds }: Household): [Operation, ...Operation[]] {
  const variables = { identifier, id: taskIds[0], ids: taskIds };
  const read = (query: string) => ({ query, variables, headers, sendings: 1 });
  return [read(light), read(nested), ...reads.map(read)];
}

/** Every mutation, each for a user of that name in the simulator. */
export function listWrites(
  simulator: Simulator,
  { customer, headers }: Household,
  name: string,
  isKeyed: boolean,
): [Operation, ...Operation[]] {
  const identifier = isKeyed ? `${keyedMarks.identifier}-${name}` : name;
  simulator.addUser({ identifier, customer });
  const identity = isKeyed ? { email: 'ada@example.com' } : { firstName: 'Ada' };
  const cards = [{ lastFour: '1111', title: 'Blue Visa' }];
  const write = (query: string, input: object, key: string) => ({
    query,
    variables: { input: { identifier, idempotencyKey: isKeyed ? `${name}-${key}` : null, ...input } },
    headers,
    sendings: isKeyed ? keyedSendings : 1,
  });
  return [
    write(mint, { identity, cards }, 'mint'),
    write(update, { data: { identity } }, 'identity'),
    write(update, { data: { identity, cards } }, 'cards'),
    write(endMonitoring, {}, 'end'),
  ];
}

/** Three reads for each write, and every other write with a key. */
export function drawOperation(
  random: Random,
  simulator: Simulator,
  households: readonly [Household, ...Household[]],
  name: string,
): Operation {
  const household = random.pick(households);
  const isRead = random.fraction() < 0.75;
  const isKeyed = random.fraction() < 0.5;
  return random.pick(isRead ? listReads(household) : listWrites(simulator, household, name, isKeyed));
}
