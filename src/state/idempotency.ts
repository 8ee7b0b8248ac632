import { setTimeout as sleep } from 'node:timers/promises';
import type { Owner } from '../credentials/key-pair.ts';
import { openVault } from '../credentials/vault.ts';
import type { Store } from './store.ts';
import { waitUntil } from './wait-until.ts';

/** A write that takes effect once, however often it is requested with the same key. */
export interface KeyedWrite {
  readonly owner: Owner;
  readonly operation: string;
  readonly key: string;
  readonly input: object;
  /** Aborts when the caller no longer waits for the result. */
  readonly signal: AbortSignal;
}

export interface IdempotencyOptions {
  readonly store: Store;
  /** Longer than any write takes. A write without an outcome by then was lost together with its replica. */
  readonly leaseMs: number;
  readonly failures: WriteFailures;
  /** Called when an outcome is known and cannot be stored. */
  readonly onForgotten: (error: unknown) => void;
}

/** The errors of writes. A kept failure is stored as text, because it may outlive the process. */
export interface WriteFailures {
  /** The failure as text when the write may have taken effect; null when it did not, and the key is free again. */
  readonly toText: (thrown: unknown) => string | null;
  readonly toError: (text: string) => Error;
  /** The failure of a write that was lost together with its replica. */
  readonly lost: string;
  /** Whether the write was given up before it was sent, because its caller left. */
  readonly isAbandoned: (thrown: unknown) => boolean;
}

export interface Idempotency {
  /**
   * Runs the write, or returns the outcome of the write with the same owner, operation, key and input in the last ten
   * minutes. The result must be plain data.
   */
  run<Result>(keyed: KeyedWrite, write: () => Promise<Result>): Promise<Result>;
  /** Waits for the writes that are under way, including writes without a waiting caller. */
  settle(): Promise<void>;
}

/** The key was used before, with another input. */
export class KeyReusedError extends Error {
  override readonly name = 'KeyReusedError';
}

type Outcome = { readonly result: unknown } | { readonly failure: string };

interface Entry {
  readonly fingerprint: string;
  /** Null while the write is under way. */
  readonly outcome: Outcome | null;
  /** In milliseconds since the epoch. */
  readonly leaseEndsAtMs: number;
}

const keptMs = 10 * 60 * 1000;

/** The pause between two reads of an outcome that another replica will store. */
const pollMs = { first: 25, most: 1000 };

export function createIdempotency({ store, leaseMs, failures, onForgotten }: IdempotencyOptions): Idempotency {
  const writes = new Map<string, { readonly fingerprint: string; readonly answer: Promise<unknown> }>();
  const { claim, keep } = createClaims(store, leaseMs, failures);

  async function perform(slot: Slot, signal: AbortSignal, write: () => Promise<unknown>): Promise<unknown> {
    const taken = slot.seal({ fingerprint: slot.fingerprint, outcome: null, leaseEndsAtMs: Date.now() + leaseMs });
    const known = await claim(slot, taken, signal);
    if (known) return replay(known, failures);
    try {
      const result = await write();
      await keep(slot, { result }).catch(onForgotten);
      return result;
    } catch (thrown) {
      const failure = failures.toText(thrown);
      await (failure !== null ? keep(slot, { failure }) : store.remove(slot.name, taken)).catch(onForgotten);
      throw thrown;
    }
  }

  function begin(slot: Slot, signal: AbortSignal, write: () => Promise<unknown>): Promise<unknown> {
    const answer = perform(slot, signal, write);
    writes.set(slot.name, { fingerprint: slot.fingerprint, answer });
    const forget = () => void writes.delete(slot.name);
    answer.then(forget, forget);
    return answer;
  }

  async function run(keyed: KeyedWrite, write: () => Promise<unknown>): Promise<unknown> {
    const slot = openSlot(keyed);
    for (;;) {
      const underWay = writes.get(slot.name);
      if (!underWay) return begin(slot, keyed.signal, write);
      if (underWay.fingerprint !== slot.fingerprint) throw new KeyReusedError();
      try {
        return await waitUntil(keyed.signal, underWay.answer);
      } catch (thrown) {
        if (!failures.isAbandoned(thrown) || keyed.signal.aborted) throw thrown;
      }
    }
  }

  const settle = async () => void (await Promise.allSettled([...writes.values()].map(({ answer }) => answer)));
  // The cast is safe: the same owner, operation and input have the same type of result.
  return {
    settle,
    run: <Result>(keyed: KeyedWrite, write: () => Promise<Result>) => run(keyed, write) as Promise<Result>,
  };
}

/** Keys in the store: taken for the time of a write, and then kept with its outcome. */
function createClaims(store: Store, leaseMs: number, failures: IdempotencyOptions['failures']) {
  /** Takes the key, or waits for the outcome of the write that holds the key. */
  async function claim(
    { name, fingerprint, owner, open }: Slot,
    taken: string,
    signal: AbortSignal,
  ): Promise<Outcome | null> {
    for (let waitMs = pollMs.first; ; waitMs = Math.min(pollMs.most, 2 * waitMs)) {
      // The entry outlives its lease, so that a later caller learns that the write was lost.
      if (await add(name, taken, leaseMs + keptMs, owner)) return null;
      const sealed = await store.get(name);
      const entry = sealed === null ? null : open(sealed);
      if (entry && entry.fingerprint !== fingerprint) throw new KeyReusedError();
      if (entry?.outcome) return entry.outcome;
      if (entry && entry.leaseEndsAtMs < Date.now()) return { failure: failures.lost };
      await waitUntil(signal, sleep(waitMs));
    }
  }

  async function add(name: string, taken: string, lifetimeMs: number, owner: string): Promise<boolean> {
    try {
      return await store.add(name, taken, lifetimeMs, owner);
    } catch (error) {
      // The entry may have been stored all the same, although the write will not be sent.
      await store.remove(name, taken).catch(() => undefined);
      throw error;
    }
  }

  function keep({ name, fingerprint, owner, seal }: Slot, outcome: Outcome): Promise<void> {
    return store.set(name, seal({ fingerprint, outcome, leaseEndsAtMs: 0 }), keptMs, owner);
  }

  return { claim, keep };
}

function replay(outcome: Outcome, { toError }: WriteFailures): unknown {
  if ('failure' in outcome) throw toError(outcome.failure);
  return outcome.result;
}

/** The name of a stored outcome, and its encryption. */
interface Slot {
  readonly name: string;
  readonly fingerprint: string;
  /** A name of the caller. */
  readonly owner: string;
  readonly seal: (entry: Entry) => string;
  readonly open: (sealed: string) => Entry;
}

function openSlot({ owner, operation, key, input }: KeyedWrite): Slot {
  const vault = openVault(owner, 'idempotency');
  const name = vault.nameOf(JSON.stringify(['key', operation, key]));
  return {
    name,
    fingerprint: vault.nameOf(JSON.stringify(['input', toCanonical(input)])),
    owner: vault.nameOf('owner'),
    seal: (entry) => vault.seal(name, entry),
    open: (sealed) => vault.open(name, sealed) as Entry,
  };
}

/** Equal for inputs with the same meaning: the order of keys does not count, and a null is the same as an absent key. */
function toCanonical(value: unknown): unknown {
  if (Array.isArray(value)) return ['list', ...value.map(toCanonical)];
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== null && child !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, toCanonical(child)]);
}
