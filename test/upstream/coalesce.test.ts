import { describe, expect, it } from '@jest/globals';
import { createCoalescer } from '../../src/upstream/coalesce.ts';
import type { Deadline } from '../../src/upstream/deadline.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { useGateway } from '../support/gateway.ts';
import { queuedStatus, statusOf, useHeldUpstream } from '../support/held-upstream.ts';

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
});

describe('a read that several wait for', () => {
  const upstream = useHeldUpstream();

  /** The call of a query that asks for something else besides: when that arrives, the query has joined. */
  async function joined(id: string) {
    const client = upstream.ask(`{ shared: task(id: "shared") { status } own: task(id: "${id}") { status } }`);
    const own = await upstream.next();
    expect(own.call).toBe(`GET /task/${id}/status`);
    return { client, own };
  }

  it('outlives the reader who began it and leaves', async () => {
    const first = upstream.ask(statusOf('shared'));
    const read = await upstream.next();
    const second = await joined('second');
    const third = await joined('third');
    first.leave();
    third.client.leave();
    await third.own.ended;
    second.own.answer(200, queuedStatus);
    read.answer(200, queuedStatus);

    expect(await read.ended).toBe(true);
    expect(await second.client.answer).toMatchObject({ data: { shared: { status: 'QUEUED' } }, errors: [] });
    expect(upstream.calls()).toHaveLength(3);
  });

  it('is cancelled when all readers have left, and the next one begins anew', async () => {
    const first = upstream.ask(statusOf('shared'));
    const read = await upstream.next();
    const second = await joined('second');
    first.leave();
    second.client.leave();

    expect(await read.ended).toBe(false);
    await second.own.ended;
    const third = upstream.ask(statusOf('shared'));
    (await upstream.next()).answer(200, queuedStatus);
    expect((await third.answer).errors).toEqual([]);
  });
});

describe('the coalescer', () => {
  const subject = { caller: 'caller', user: null };
  const gone = new UpstreamError('timeout');

  /** Two readers of one read, each of whom may end their own deadline. */
  function startTwo() {
    const coalescer = createCoalescer();
    const answer = Promise.withResolvers<string>();
    const started: Deadline[] = [];
    const readUntil = (atMs: number) => {
      const ending = new AbortController();
      const deadline = { signal: ending.signal, atMs };
      const read = coalescer.read({
        subject,
        path: '/path',
        deadline,
        start: (shared) => {
          started.push(shared);
          return answer.promise;
        },
        onJoined: () => undefined,
      });
      return { read, end: () => ending.abort(gone) };
    };
    return { first: readUntil(1000), second: readUntil(2000), third: () => readUntil(3000), answer, started };
  }

  it('lets a read go on beyond the deadline of who began it, for who joined later', async () => {
    const { first, second, answer, started } = startTwo();
    first.end();
    await expect(first.read).rejects.toBe(gone);
    answer.resolve('answer');

    expect(await second.read).toBe('answer');
    expect(started).toMatchObject([{ atMs: 2000, signal: { aborted: false } }]);
  });

  it('ends a read with the last who waits, and starts another for the next', async () => {
    const { first, second, third, started } = startTwo();
    first.end();
    second.end();
    await expect(first.read).rejects.toBe(gone);
    await expect(second.read).rejects.toBe(gone);
    third();

    expect(started).toMatchObject([
      { signal: { aborted: true, reason: gone } },
      { atMs: 3000, signal: { aborted: false } },
    ]);
  });

  it('keeps nothing of a read that has ended, whatever its readers do then', async () => {
    const { first, second, third, answer, started } = startTwo();
    answer.resolve('answer');
    await Promise.all([first.read, second.read]);
    first.end();
    second.end();
    third();

    expect(started).toMatchObject([{ signal: { aborted: false } }, { atMs: 3000 }]);
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
