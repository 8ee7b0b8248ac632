import { describe, expect, it } from '@jest/globals';
import Type from 'typebox';
import type { Call, Done } from '../../src/upstream/call.ts';
import { createCallCounter } from '../../src/upstream/call-counter.ts';
import { actFor } from '../../src/upstream/caller.ts';
import { coalesce } from '../../src/upstream/coalesce.ts';
import { endDeadline, startDeadline } from '../../src/upstream/deadline.ts';
import { path } from '../../src/upstream/path.ts';
import { createShape } from '../../src/upstream/shape.ts';
import { useGateway } from '../support/gateway.ts';
import { queuedStatus, statusOf, useHeldUpstream } from '../support/held-upstream.ts';
import { mintToken } from '../support/mint.ts';

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

describe('coalesced reads', () => {
  const shape = createShape(Type.String());
  const owner = { apiKey: 'key', apiSecret: 'secret', onBehalfOf: null };

  /** Up to three callers of one path. Their calls are answered by the test. */
  function startReaders() {
    const sent: { call: Call; done: Done }[] = [];
    const send = coalesce()((call, done) => void sent.push({ call, done }));
    const start = (timeoutMs: number) => {
      const deadline = startDeadline(timeoutMs);
      const caller = { owner, address: '', deadline, counter: createCallCounter(), takeCall: null };
      const read = actFor(caller, send).get(path`/path`, shape);
      read.catch(() => undefined);
      return { deadline, read };
    };
    return { sent, first: start(60_000), second: start(120_000), startThird: () => start(180_000) };
  }

  it('go on beyond the deadline of the first caller, for the callers that joined', async () => {
    const { sent, first, second } = startReaders();
    endDeadline(first.deadline);
    await expect(first.read).rejects.toBe(first.deadline.reason);
    sent[0]?.done(null, 'answer');

    expect(await second.read).toBe('answer');
    expect(sent).toMatchObject([{ call: { deadlineAtMs: second.deadline.atMs, reason: null } }]);
  });

  it('end with their last caller, and the next caller starts another', async () => {
    const { sent, first, second, startThird } = startReaders();
    endDeadline(first.deadline);
    endDeadline(second.deadline);
    await expect(first.read).rejects.toBe(first.deadline.reason);
    await expect(second.read).rejects.toBe(second.deadline.reason);
    const third = startThird();

    expect(sent).toMatchObject([
      { call: { reason: second.deadline.reason } },
      { call: { deadlineAtMs: third.deadline.atMs, reason: null } },
    ]);
  });

  it('leave nothing behind, whatever their callers do afterwards', async () => {
    const { sent, first, second, startThird } = startReaders();
    sent[0]?.done(null, 'answer');
    await Promise.all([first.read, second.read]);
    endDeadline(first.deadline);
    endDeadline(second.deadline);
    startThird();

    expect(sent).toMatchObject([{ call: { reason: null } }, { call: { reason: null } }]);
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

  it('of another caller with the same credentials is not joined past, either', async () => {
    const headers = { 'x-public-token': await mintToken(gateway, 'ada') };
    holdAnswers();

    const before = gateway.query(list, { headers });
    await untilAsked('GET /user/ada/tasks');
    const mutation = end('ada');
    await untilAsked('PUT /user/ada/end-monitoring');
    await Promise.all([before, mutation, gateway.query(list, { headers })]);
    const after = gateway.query(list, { headers });
    await after;

    expect(countOf('GET /user/ada/tasks')).toBe(3);
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
