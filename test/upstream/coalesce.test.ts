import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const accounts = '{ user(identifier: "ada") { accounts { id } } }';
const second = { headers: { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' } };

/** Every call is answered late enough for the others to come while it is under way. */
const holdAnswers = () => gateway.simulator.addFault({ route: '*', kind: 'latency', ms: 1500 });

const times = <T>(count: number, ask: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, ask));

const countOf = (request: string) => gateway.simulator.requests().filter((each) => each === request).length;

async function untilAsked(request: string): Promise<void> {
  while (countOf(request) === 0) await new Promise(setImmediate);
}

describe('equal reads that are under way at once', () => {
  it('are one call', async () => {
    holdAnswers();

    const answers = await times(32, () => gateway.query(accounts));

    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect(answers[0]?.data.user.accounts).toHaveLength(4);
    expect(gateway.simulator.requests()).toEqual(['GET /ada/pay-link/accounts']);
  });

  it('are 21 calls for 32 readers of a user with 20 tasks and their companies', async () => {
    holdAnswers();

    const answers = await times(32, () =>
      gateway.query('{ user(identifier: "margaret") { tasks(first: 20) { nodes { company { name } } } } }'),
    );

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(gateway.simulator.requests()).toHaveLength(21);
  });

  it('are two calls for two key pairs, each of which sees its own', async () => {
    holdAnswers();

    const [mine, theirs] = await Promise.all([gateway.query(accounts), gateway.query(accounts, second)]);

    expect(mine.data.user.accounts).toHaveLength(4);
    expect(theirs.data.user.accounts).toEqual([{ id: '2ada000000000000000acc01' }]);
    expect(gateway.simulator.requests()).toHaveLength(2);
  });

  it('outlive the reader who began them and leaves', async () => {
    holdAnswers();
    const leaving = new AbortController();
    const body = JSON.stringify({ query: accounts });
    const headers = { 'content-type': 'application/json' };
    const left = fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body, signal: leaving.signal });
    await untilAsked('GET /ada/pay-link/accounts');

    const staying = gateway.query(accounts);
    leaving.abort();

    await expect(left).rejects.toThrow();
    expect((await staying).data.user.accounts).toHaveLength(4);
    expect(gateway.simulator.requests()).toHaveLength(1);
  });
});

describe('an error of a read that several wait for', () => {
  const impatient = useGateway({ UPSTREAM_TIMEOUT_MS: '1000' });

  it('reaches all of them, and is not kept', async () => {
    impatient.simulator.addFault({ route: '*', kind: 'hang', times: 1 });

    const failed = await times(5, () => impatient.query(accounts));
    const after = await impatient.query(accounts);

    const codes = failed.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(codes).toEqual(Array(5).fill('UPSTREAM_TIMEOUT'));
    expect(after.errors).toEqual([]);
    expect(impatient.simulator.requests()).toHaveLength(2);
  });
});

describe('a mutation', () => {
  const list = '{ user(identifier: "ada") { tasks { totalCount } } }';
  const end = (identifier: string) =>
    gateway.query(`mutation { endMonitoring(input: { identifier: "${identifier}" }) { userErrors { code } } }`);

  it('of another user does not keep reads from being joined', async () => {
    holdAnswers();

    const before = gateway.query(list);
    await untilAsked('GET /user/ada/tasks');
    const mutation = end('grace');
    await untilAsked('PUT /user/grace/end-monitoring');
    await Promise.all([before, mutation, gateway.query(list)]);

    expect(countOf('GET /user/ada/tasks')).toBe(1);
  });

  it('is not joined past by reads that do not tell their user, either', async () => {
    const task = '{ task(id: "ada00000000000000007a501") { status } }';
    holdAnswers();

    const before = gateway.query(task);
    await untilAsked('GET /task/ada00000000000000007a501/status');
    const mutation = end('grace');
    await untilAsked('PUT /user/grace/end-monitoring');
    await Promise.all([before, mutation, times(8, () => gateway.query(task))]);

    expect(countOf('GET /task/ada00000000000000007a501/status')).toBe(2);
  });

  it('of the same user is not joined past: reads that come during it or after it are their own', async () => {
    holdAnswers();

    const before = gateway.query(list);
    await untilAsked('GET /user/ada/tasks');
    const mutation = end('ada');
    await untilAsked('PUT /user/ada/end-monitoring');
    await Promise.all([before, mutation, gateway.query(list), gateway.query(list)]);

    expect(countOf('GET /user/ada/tasks')).toBe(3);
  });
});
