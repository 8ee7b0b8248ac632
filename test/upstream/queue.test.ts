import { describe, expect, it } from '@jest/globals';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { createFairQueue, type FairQueue, type Waiting } from '../../src/upstream/fair-queue.ts';
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
    const other = keyPair('other');
    // A key pair that is not proven makes one call at a time.
    for (const pair of [flooding, other]) {
      const { answer } = upstream.ask(statusOf('proof'), pair);
      (await upstream.next()).answer(200, queuedStatus);
      await answer;
    }
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
    upstream.ask(statusOf('z'), other);
    // One of the flood makes room.
    while (refused < 2) await settle();
    underWay.answer(200, queuedStatus);

    expect((await upstream.next()).apiKey).toBe('other');
  });
});

/** Records the order in which callers have their turn. */
function observe(queue: FairQueue) {
  const turns: string[] = [];
  /** Returns the entry if it has to wait. */
  const enter = (line: string, name = line): Waiting | null => {
    if (queue.tryEnter(line)) {
      turns.push(name);
      return null;
    }
    const entry = {
      line,
      admit: () => void turns.push(name),
      refuse: ({ kind }: UpstreamError) => void turns.push(`${name} ${kind}`),
    };
    queue.wait(entry);
    return entry;
  };
  return { turns, enter };
}

describe('a fair queue', () => {
  it.each([
    ['entries of one line in order of arrival', ['a', 'a', 'a'], ['a', 'a', 'a']],
    ['a new line before the line that had the last turn', ['a', 'a', 'a', 'b'], ['a', 'b', 'a', 'a']],
    ['all lines in turn', ['a', 'a', 'a', 'b', 'b', 'c'], ['a', 'b', 'a', 'c', 'b', 'a']],
  ])('serves %s', (_order, arrivals, expected) => {
    const queue = createFairQueue({ maxActive: 1, maxWaiting: 10 });
    const { turns, enter } = observe(queue);
    for (const line of arrivals) enter(line);
    for (const _arrival of arrivals) queue.leave();

    expect(turns).toEqual(expected);
    expect([queue.active(), queue.waiting()]).toEqual([0, 0]);
  });

  it.each([
    ['a newcomer when none may wait', 0, ['a', 'b'], ['b overloaded']],
    ['a newcomer when no line is longer', 2, ['a', 'a', 'b', 'c'], ['c overloaded']],
    ['a newcomer when its own line is the longest', 3, ['a', 'b', 'b', 'c', 'b'], ['b overloaded']],
    ['the last of the longest line, for one with a shorter line', 3, ['a', 'a1', 'a2', 'a3', 'b'], ['a3 overloaded']],
  ])('refuses %s', (_which, maxWaiting, arrivals, refused) => {
    const queue = createFairQueue({ maxActive: 1, maxWaiting });
    const { turns, enter } = observe(queue);
    for (const name of arrivals) enter(name.slice(0, 1), name);

    expect(turns).toEqual(['a', ...refused]);
    expect([queue.active(), queue.waiting()]).toEqual([1, Math.min(maxWaiting, arrivals.length - 1)]);
  });

  it('passes over an entry that gave up', () => {
    const queue = createFairQueue({ maxActive: 1, maxWaiting: 2 });
    const { turns, enter } = observe(queue);
    enter('a');
    const leaving = enter('b');
    enter('c');
    if (leaving) queue.remove(leaving);
    enter('d');
    queue.leave();
    queue.leave();

    expect(turns).toEqual(['a', 'c', 'd']);
    expect([queue.active(), queue.waiting()]).toEqual([1, 0]);
  });

  it('has no use for an entry that gives up after its turn', () => {
    const queue = createFairQueue({ maxActive: 1, maxWaiting: 1 });
    const { turns, enter } = observe(queue);
    enter('a');
    const served = enter('b');
    queue.leave();
    if (served) queue.remove(served);

    expect(turns).toEqual(['a', 'b']);
    expect([queue.active(), queue.waiting()]).toEqual([1, 0]);
  });

  it('serves any number of entries that leave as soon as they are admitted', () => {
    const entries = 100_000;
    const queue = createFairQueue({ maxActive: 1, maxWaiting: entries });
    let served = 0;
    const admit = () => {
      served += 1;
      queue.leave();
    };
    queue.tryEnter('a');
    for (let entry = 0; entry < entries; entry += 1)
      queue.wait({ line: `${entry % 10}`, admit, refuse: () => undefined });
    queue.leave();

    expect(served).toBe(entries);
  });

  it('refuses every entry that waits, and serves later ones', () => {
    const queue = createFairQueue({ maxActive: 1, maxWaiting: 10 });
    const { turns, enter } = observe(queue);
    for (const line of ['a', 'a', 'b']) enter(line);
    queue.refuseAll(() => new UpstreamError('circuit-open'));
    enter('c');
    queue.leave();

    expect(turns).toEqual(['a', 'a circuit-open', 'b circuit-open', 'c']);
    expect([queue.active(), queue.waiting()]).toEqual([1, 0]);
  });
});
