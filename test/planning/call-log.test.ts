import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

/** A task of ada, created from the first of her accounts. */
const id = 'ada00000000000000007a501';
const other = 'ada00000000000000007a502';

const status = `GET /task/${id}/status`;
const details = `GET /task/${id}/details`;
const tasks = 'GET /user/ada/tasks';
const accounts = 'GET /ada/pay-link/accounts';

async function expectCalls(document: string, calls: readonly string[]): Promise<void> {
  const { errors } = await gateway.query(document);

  expect(errors).toEqual([]);
  expect(gateway.simulator.requests().sort()).toEqual([...calls].sort());
}

describe('a field of a task that was looked up', () => {
  it.each([
    ['__typename', [status]],
    ['id', [status]],
    ['status', [status]],
    ['statusCode', [status]],
    ['createdAt', [status]],
    ['failReason', [status]],
    ['failReasonCode', [status]],
    ['status company { name }', [details]],
    ['updatedAt', [details]],
    ['product', [details]],
    ['productCode', [details]],
    ['authenticated', [details]],
    ['company { __typename }', [details]],
    ['connector { name }', [details]],
    ['linkedAccountId', [details]],
    ['workflow { id }', [details]],
    ['metadata', [details]],
    ['user { identifier id nodeId }', [details]],
    ['userAtomicId', [details]],
    ['id nodeId isSettled failureMessage', [status]],
    ['linkedAccount { id }', [details, accounts]],
    ['linkedAccount { type }', [details, accounts]],
    ['linkedAccount { id company { name } } user { accounts { id } }', [details, accounts]],
    ['payrollDataAvailable', [details, tasks]],
    ['payrollDataAvailable user { tasks { totalCount } }', [details, tasks]],
    ['payrollDataAvailable linkedAccount { type }', [details, tasks, accounts]],
  ])('{ %s } costs %j', async (fields, calls) => {
    await expectCalls(`{ task(id: "${id}") { ${fields} } }`, calls);
    gateway.simulator.clearCalls();
    await expectCalls(`{ tasks(ids: ["${id}"]) { ${fields} } }`, calls);
  });
});

describe('a field of a user', () => {
  it.each([
    ['__typename identifier id nodeId', []],
    ['tasks { totalCount }', [tasks]],
    ['tasks { edges { cursor } pageInfo { endCursor } }', [tasks]],
    ['tasks { nodes { id status statusCode createdAt failReason failReasonCode } }', [tasks]],
    ['tasks { nodes { product productCode authenticated payrollDataAvailable user { identifier } } }', [tasks]],
    ['tasks { nodes { user { tasks { nodes { user { identifier } } } } } }', [tasks]],
    ['accounts { id }', [accounts]],
    ['accounts { user { identifier } type data billing { accountNumber } }', [accounts]],
    ['accounts { user { accounts { id } } }', [accounts]],
    ['account(id: "ada0000000000000000acc01") { id }', [accounts]],
    ['account(id: "nobody") { id }', [accounts]],
    ['suggestions { account { user { identifier } } }', [accounts]],
    ['accounts { plans { account { plans { account { id } } } } }', [accounts]],
    ['potentialMonthlySavings { amount }', [accounts]],
    ['accounts { potentialMonthlySavings { amount } }', [accounts]],
    ['accounts { id } account(id: "a") { id } suggestions { category } potentialMonthlySavings { amount }', [accounts]],
    ['tasks { totalCount } accounts { id }', [tasks, accounts]],
    ['accounts { user { tasks { totalCount } } }', [tasks, accounts]],
  ])('{ %s } costs %j', async (fields, calls) => {
    await expectCalls(`{ user(identifier: "ada") { ${fields} } }`, calls);
  });

  it.each(['company { name }', 'connector { name }', 'updatedAt', 'metadata', 'workflow { id }', 'linkedAccountId'])(
    '{ tasks { nodes { %s } } } costs the list and the details of each task',
    async (field) => {
      const ids = ['1', '2', '3', '4', '5', '6'].map((last) => `ada00000000000000007a50${last}`);

      await expectCalls(`{ user(identifier: "ada") { tasks { nodes { ${field} } } } }`, [
        tasks,
        ...ids.map((each) => `GET /task/${each}/details`),
      ]);
    },
  );

  it('{ tasks(first: 1) } costs details of the tasks of its page alone', async () => {
    await expectCalls(
      '{ user(identifier: "ada") { tasks(first: 1) { nodes { company { name } metadata linkedAccountId } } } }',
      [tasks, 'GET /task/ada00000000000000007a506/details'],
    );
  });
});

describe('one operation', () => {
  it.each([
    ['the same task under two names', `a: task(id: "${id}") { status } b: task(id: "${id}") { status }`, [status]],
    ['a task, once more of it', `a: task(id: "${id}") { status } b: task(id: "${id}") { product }`, [details]],
    ['a task, once less of it', `a: task(id: "${id}") { product } b: task(id: "${id}") { status }`, [details]],
    [
      'a task alone and among others, which need more',
      `task(id: "${id}") { status } tasks(ids: ["${other}", "${id}"]) { product }`,
      [details, `GET /task/${other}/details`],
    ],
    [
      'a task alone and among others, which need less',
      `task(id: "${id}") { product } tasks(ids: ["${id}", "${other}", "${id}"]) { status }`,
      [details, `GET /task/${other}/status`],
    ],
    [
      'the same user under two names',
      'a: user(identifier: "ada") { tasks { totalCount } } b: user(identifier: "ada") { tasks { nodes { id } } accounts { id } }',
      [tasks, accounts],
    ],
    [
      'two tasks of one user with what they were created from',
      `tasks(ids: ["${id}", "${other}"]) { linkedAccount { type } payrollDataAvailable }`,
      [details, `GET /task/${other}/details`, accounts, tasks],
    ],
    [
      'a user, and the same user by way of a task',
      `user(identifier: "ada") { accounts { id } } task(id: "${id}") { linkedAccount { type } user { accounts { id } } }`,
      [details, accounts],
    ],
    [
      'two users',
      'user(identifier: "ada") { accounts { id } } b: user(identifier: "grace") { accounts { id } }',
      [accounts, 'GET /grace/pay-link/accounts'],
    ],
    ['nobody', 'viewer { tasks { totalCount } } __typename', []],
  ])('that asks for %s fetches nothing twice', async (_what, fields, calls) => {
    await expectCalls(`{ ${fields} }`, calls);
  });

  it('of fifty aliases over ten tasks costs ten calls', async () => {
    const ids = Array.from({ length: 10 }, (_, index) => `3a66a2e7000000000007a${String(index + 1).padStart(3, '0')}`);
    const fields = Array.from(
      { length: 50 },
      (_, index) => `a${index}: task(id: "${ids[index % 10]}") { ${index < 45 ? 'status' : 'status metadata'} }`,
    );

    await expectCalls(`{ ${fields.join('\n')} }`, [
      ...ids.slice(0, 5).map((each) => `GET /task/${each}/status`),
      ...ids.slice(5).map((each) => `GET /task/${each}/details`),
    ]);
  });

  it('does not ask again for a task that failed', async () => {
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 500 });

    await gateway.query(`{ a: task(id: "${id}") { product } b: task(id: "${id}") { product } }`);

    expect(gateway.simulator.requests()).toEqual([details]);
  });

  it('leaves nothing behind for the next one', async () => {
    await gateway.query(`{ task(id: "${id}") { product } user(identifier: "ada") { accounts { id } } }`);
    gateway.simulator.clearCalls();

    await expectCalls(`{ task(id: "${id}") { status } user(identifier: "ada") { accounts { id } } }`, [
      status,
      accounts,
    ]);
  });
});
