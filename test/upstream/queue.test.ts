import { describe, expect, it } from '@jest/globals';
import { createFairQueue, type FairQueue } from '../../src/upstream/fair-queue.ts';
import { queuedStatus, statusOf, useHeldUpstream } from '../support/held-upstream.ts';

const settle = () => new Promise(setImmediate);
const keyPair = (name: string) => ({ headers: { 'x-api-key': name, 'x-api-secret': name } });

describe('calls beyond what one host is asked at once', () => {
  const upstream = useHeldUpstream({ UPSTREAM_MAX_CONCURRENCY: '1', UPSTREAM_MAX_QUEUE: '4' });

  it('wait for others to end', async () => {
    const clients = ['a', 'b', 'c'].map((id) => upstream.ask(statusOf(id)));
    for (const soFar of [1, 2, 3]) {
      const arrival = await upstream.next();
      expect(upstream.calls()).toHaveLength(soFar);
      arrival.answer(200, queuedStatus);
    }

    const answers = await Promise.all(clients.map(({ answer }) => answer));

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it('are refused when too many wait, and may come again', async () => {
    const tasks = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => `${id}: task(id: "${id}") { status }`);
    const { answer } = upstream.ask(`{ ${tasks.join(' ')} }`);
    for (let call = 0; call < 5; call += 1) (await upstream.next()).answer(200, queuedStatus);

    const { errors } = await answer;

    expect(errors).toHaveLength(2);
    for (const { extensions } of errors) expect(extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(upstream.calls()).toHaveLength(5);
  });

  it('of one caller are next, however many of another wait', async () => {
    const flooding = keyPair('flooding');
    upstream.ask(statusOf('a'), flooding);
    const underWay = await upstream.next();
    let refused = 0;
    for (const id of ['b', 'c', 'd', 'e', 'f']) {
      upstream.ask(statusOf(id), flooding).answer.then(
        () => {
          refused += 1;
        },
        () => undefined,
      );
    }
    while (refused < 1) await settle();
    upstream.ask(statusOf('z'), keyPair('other'));
    // One of the flood makes room.
    while (refused < 2) await settle();
    underWay.answer(200, queuedStatus);

    expect((await upstream.next()).apiKey).toBe('other');
  });
});

const forever = new AbortController().signal;

/** Tells in which order callers had their turn. */
function observe(queue: FairQueue) {
  const turns: string[] = [];
  const enter = (caller: string, name = caller, signal = forever): Promise<void> =>
    queue.enter(caller, signal).then(
      () => void turns.push(name),
      (error) => void turns.push(`${name} ${error.kind ?? error.message}`),
    );
  return { turns, enter };
}

describe('a fair queue', () => {
  it.each([
    ['one by one in order of arrival', ['a', 'a', 'a'], ['a', 'a', 'a']],
    ['a newcomer before whoever had the last turn', ['a', 'a', 'a', 'b'], ['a', 'b', 'a', 'a']],
    ['all in turn', ['a', 'a', 'a', 'b', 'b', 'c'], ['a', 'b', 'a', 'c', 'b', 'a']],
  ])('serves %s', async (_order, arrivals, expected) => {
    const queue = createFairQueue({ maxActive: 1, maxWaiting: 10 });
    const { turns, enter } = observe(queue);
    const entered = arrivals.map((caller) => enter(caller));
    for (const _arrival of arrivals) {
      await settle();
      queue.leave();
    }
    await Promise.all(entered);

    expect(turns).toEqual(expected);
    expect([queue.active(), queue.waiting()]).toEqual([0, 0]);
  });

  it.each([
    ['whoever comes, when nobody may wait', 0, ['a', 'b'], ['b overloaded']],
    ['whoever comes, when no line is longer', 2, ['a', 'a', 'b', 'c'], ['c overloaded']],
    ['whoever comes, when their own line is the longest', 3, ['a', 'b', 'b', 'c', 'b'], ['b overloaded']],
    ['the last of the longest line, for one with a shorter one', 3, ['a', 'a1', 'a2', 'a3', 'b'], ['a3 overloaded']],
  ])('refuses %s', async (_who, maxWaiting, arrivals, refused) => {
    const queue = createFairQueue({ maxActive: 1, maxWaiting });
    const { turns, enter } = observe(queue);
    for (const name of arrivals) void enter(name.slice(0, 1), name);
    await settle();

    expect(turns).toEqual(['a', ...refused]);
    expect([queue.active(), queue.waiting()]).toEqual([1, Math.min(maxWaiting, arrivals.length - 1)]);
  });

  it('lets those who give up out of the line, and nobody waits for them', async () => {
    const queue = createFairQueue({ maxActive: 1, maxWaiting: 2 });
    const { turns, enter } = observe(queue);
    const leaving = new AbortController();
    void enter('a');
    void enter('b', 'b', leaving.signal);
    void enter('c');
    leaving.abort(new Error('left'));
    void enter('d');
    await settle();
    queue.leave();
    await settle();
    queue.leave();
    await settle();

    expect(turns).toEqual(['a', 'b left', 'c', 'd']);
    expect([queue.active(), queue.waiting()]).toEqual([1, 0]);
  });

  it('takes nobody in who has given up before', async () => {
    const queue = createFairQueue({ maxActive: 1, maxWaiting: 1 });
    const { turns, enter } = observe(queue);
    await enter('a', 'a', AbortSignal.abort(new Error('left')));

    expect(turns).toEqual(['a left']);
    expect([queue.active(), queue.waiting()]).toEqual([0, 0]);
  });

  it('hears no more of the patience of whoever had their turn', async () => {
    const queue = createFairQueue({ maxActive: 1, maxWaiting: 1 });
    const { turns, enter } = observe(queue);
    const leaving = new AbortController();
    void enter('a');
    void enter('b', 'b', leaving.signal);
    queue.leave();
    leaving.abort(new Error('left'));
    await settle();

    expect(turns).toEqual(['a', 'b']);
    expect([queue.active(), queue.waiting()]).toEqual([1, 0]);
  });
});
