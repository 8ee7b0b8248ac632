import { describe, expect, it } from '@jest/globals';
import { createIdempotency } from '../../src/state/idempotency.ts';
import { createMemoryStore } from '../../src/state/memory-store.ts';
import type { Store } from '../../src/state/store.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { writeFailures as failures } from '../../src/upstream/outcome.ts';

const owner = { apiKey: 'key', apiSecret: 'secret', onBehalfOf: null };
const waiting = new AbortController().signal;
const keyed = { owner, operation: 'end', key: 'k', input: { identifier: 'ada' }, signal: waiting };

const never = () => new Promise<never>(() => undefined);
const begin = (store: Store, leaseMs = 60_000) =>
  createIdempotency({ store, leaseMs, failures, onForgotten: () => undefined });

/** Records the lifetimes of the entries in a store. */
function observe(store: Store) {
  const lifetimes: number[] = [];
  const set: Store['set'] = (key, text, lifetimeMs) => {
    lifetimes.push(lifetimeMs);
    return store.set(key, text, lifetimeMs);
  };
  return { lifetimes, store: { ...store, set } };
}

describe('the outcome of a write', () => {
  it('is stored for ten minutes', async () => {
    const { store, lifetimes } = observe(createMemoryStore());

    await begin(store).run(keyed, async () => 'done');

    expect(lifetimes).toEqual([600_000]);
  });

  it('is unknown, and the write is not repeated, when the replica with the write is lost', async () => {
    const store = createMemoryStore();
    void begin(store, -1).run(keyed, never);

    const other = begin(store).run(keyed, async () => 'made again');

    await expect(other).rejects.toMatchObject({ kind: 'outcome-unknown' });
  });

  it('is awaited no longer than the signal of the caller allows', async () => {
    const store = createMemoryStore();
    const left = new AbortController();
    const reason = new UpstreamError('timeout');
    const idempotency = begin(store);
    void idempotency.run(keyed, never);

    const joined = idempotency.run({ ...keyed, signal: left.signal }, never);
    const elsewhere = begin(store).run({ ...keyed, signal: left.signal }, never);
    left.abort(reason);

    await expect(joined).rejects.toBe(reason);
    await expect(elsewhere).rejects.toBe(reason);
  });

  it('comes from the next waiting caller when the first one leaves before its write was sent', async () => {
    const idempotency = begin(createMemoryStore());
    let leave = (_error: UpstreamError): void => undefined;
    const first = idempotency.run(keyed, () => new Promise<string>((_resolve, reject) => (leave = reject)));
    const second = idempotency.run(keyed, async () => 'made');
    await new Promise(setImmediate);

    leave(new UpstreamError('cancelled'));

    await expect(first).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await second).toBe('made');
  });

  it('is kept for a caller when another caller fills the memory with writes', async () => {
    const idempotency = begin(createMemoryStore(200_000));
    const write = (onBehalfOf: string, key: string, result: string) =>
      idempotency.run({ ...keyed, owner: { ...owner, onBehalfOf }, key }, async () => result);
    await write('ada', 'k', 'made for ada');

    for (let count = 0; count < 1000; count += 1) await write('bob', `k${count}`, 'made for bob');

    expect(await write('ada', 'k', 'made again')).toBe('made for ada');
    expect(await write('bob', 'k999', 'made again')).toBe('made for bob');
    // The memory is full, so the oldest outcome of the caller with the most entries is lost.
    expect(await write('bob', 'k0', 'made again')).toBe('made again');
  });

  it('is kept for a caller when many callers share the memory', async () => {
    const idempotency = begin(createMemoryStore(200_000));
    const write = (onBehalfOf: string, key: string, result: string) =>
      idempotency.run({ ...keyed, owner: { ...owner, onBehalfOf }, key }, async () => result);
    const callers = Array.from({ length: 50 }, (_each, index) => `caller ${index}`);
    for (const caller of callers) await write(caller, 'k', caller);

    for (let count = 0; count < 500; count += 1) await write(`flood ${count % 3}`, `k${count}`, 'flood');

    for (const caller of callers) expect(await write(caller, 'k', 'made again')).toBe(caller);
  });

  it('is separate for each caller and for each end user', async () => {
    const idempotency = begin(createMemoryStore());
    const owners = [
      owner,
      { ...owner, apiSecret: 'other' },
      { ...owner, onBehalfOf: 'ada' },
      { ...owner, onBehalfOf: 'bob' },
    ];

    for (const each of owners) await idempotency.run({ ...keyed, owner: each }, async () => JSON.stringify(each));

    for (const each of owners) {
      expect(await idempotency.run({ ...keyed, owner: each }, never)).toBe(JSON.stringify(each));
    }
  });
});
