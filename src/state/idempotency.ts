import { setTimeout as sleep } from 'node:timers/promises';
import type { Owner } from '../credentials/key-pair.ts';
import { openVault } from '../credentials/vault.ts';
import { waitUntil } from '../upstream/deadline.ts';
import { UpstreamError, type UpstreamErrorKind } from '../upstream/errors.ts';
import type { Store } from './store.ts';

/** A write that is to take effect once, however often it is asked for by the same key. */
export interface KeyedWrite {
  readonly owner: Owner;
  readonly operation: string;
  readonly key: string;
  readonly input: object;
  /** Aborts when whoever asks waits no longer. */
  readonly signal: AbortSignal;
}

export interface IdempotencyOptions {
  readonly store: Store;
  /** Longer than any write takes: one without an outcome by then was lost with the replica that made it. */
  readonly leaseMs: number;
  /** Called when an outcome is known and cannot be kept. */
  readonly onForgotten: (error: unknown) => void;
}

export interface Idempotency {
  /** The result must be plain data. Writes, or answers what the write of the same owner, operation, key and input came to within the last ten minutes. */
  run<Result>(keyed: KeyedWrite, write: () => Promise<Result>): Promise<Result>;
  /** Waits for the writes that are under way, whoever waits for them. */
  settle(): Promise<void>;
}

/** The key was used before, for another input. */
export class KeyReusedError extends Error {
  override readonly name = 'KeyReusedError';
}

/** Failures of writes that may have taken effect. After any other nothing came of it, and the key is free again. */
const keptFailures: ReadonlySet<UpstreamErrorKind> = new Set(['outcome-unknown', 'invalid-response']);

type Outcome = { readonly result: unknown } | { readonly failure: UpstreamErrorKind };

interface Entry {
  readonly fingerprint: string;
  /** Null while the write is under way. */
  readonly outcome: Outcome | null;
  /** Until when it may be, in milliseconds since the epoch. */
  readonly leaseEndsAtMs: number;
}

const keptMs = 10 * 60 * 1000;

/** How soon another replica's outcome is looked for again. */
const pollMs = { first: 25, most: 1000 };

export function createIdempotency({ store, leaseMs, onForgotten }: IdempotencyOptions): Idempotency {
  const writes = new Map<string, { readonly fingerprint: string; readonly answer: Promise<unknown> }>();

  async function perform(place: Place, signal: AbortSignal, write: () => Promise<unknown>): Promise<unknown> {
    const taken = place.seal({ fingerprint: place.fingerprint, outcome: null, leaseEndsAtMs: Date.now() + leaseMs });
    const known = await claim(place, taken, signal);
    if (known) return replay(known);
    try {
      const result = await write();
      await keep(place, { result }).catch(onForgotten);
      return result;
    } catch (thrown) {
      const failure = findKept(thrown);
      await (failure ? keep(place, { failure }) : store.remove(place.name, taken)).catch(onForgotten);
      throw thrown;
    }
  }

  /** Takes the key, or else tells what it was used for already, as soon as that is known. */
  async function claim(
    { name, fingerprint, open }: Place,
    taken: string,
    signal: AbortSignal,
  ): Promise<Outcome | null> {
    for (let waitMs = pollMs.first; ; waitMs = Math.min(pollMs.most, 2 * waitMs)) {
      // It outlives its lease, so that whoever comes then finds that something was lost.
      if (await add(name, taken, leaseMs + keptMs)) return null;
      const sealed = await store.get(name);
      const entry = sealed === null ? null : open(sealed);
      if (entry && entry.fingerprint !== fingerprint) throw new KeyReusedError();
      if (entry?.outcome) return entry.outcome;
      if (entry && entry.leaseEndsAtMs < Date.now()) return { failure: 'outcome-unknown' };
      await waitUntil(signal, sleep(waitMs));
    }
  }

  async function add(name: string, taken: string, lifetimeMs: number): Promise<boolean> {
    try {
      return await store.add(name, taken, lifetimeMs);
    } catch (error) {
      // It may have got there all the same, and nothing is sent.
      await store.remove(name, taken).catch(() => undefined);
      throw error;
    }
  }

  function keep({ name, fingerprint, seal }: Place, outcome: Outcome): Promise<void> {
    return store.set(name, seal({ fingerprint, outcome, leaseEndsAtMs: 0 }), keptMs);
  }

  function begin(place: Place, signal: AbortSignal, write: () => Promise<unknown>): Promise<unknown> {
    const answer = perform(place, signal, write);
    writes.set(place.name, { fingerprint: place.fingerprint, answer });
    const forget = () => void writes.delete(place.name);
    answer.then(forget, forget);
    return answer;
  }

  async function run(keyed: KeyedWrite, write: () => Promise<unknown>): Promise<unknown> {
    const place = findPlace(keyed);
    for (;;) {
      const underWay = writes.get(place.name);
      if (!underWay) return begin(place, keyed.signal, write);
      if (underWay.fingerprint !== place.fingerprint) throw new KeyReusedError();
      try {
        return await waitUntil(keyed.signal, underWay.answer);
      } catch (thrown) {
        // Whoever asked first has left before it was sent: it is this one's turn.
        const isAbandoned = thrown instanceof UpstreamError && thrown.kind === 'cancelled';
        if (!isAbandoned || keyed.signal.aborted) throw thrown;
      }
    }
  }

  const settle = async () => void (await Promise.allSettled([...writes.values()].map(({ answer }) => answer)));
  // The same owner, operation and input have the same kind of result.
  return {
    settle,
    run: <Result>(keyed: KeyedWrite, write: () => Promise<Result>) => run(keyed, write) as Promise<Result>,
  };
}

/** Of which something may have come. */
function findKept(thrown: unknown): UpstreamErrorKind | null {
  return thrown instanceof UpstreamError && keptFailures.has(thrown.kind) ? thrown.kind : null;
}

function replay(outcome: Outcome): unknown {
  if ('failure' in outcome) throw new UpstreamError(outcome.failure);
  return outcome.result;
}

/** Where the outcome of a write is kept, and how. */
interface Place {
  readonly name: string;
  readonly fingerprint: string;
  readonly seal: (entry: Entry) => string;
  readonly open: (sealed: string) => Entry;
}

function findPlace({ owner, operation, key, input }: KeyedWrite): Place {
  const vault = openVault(owner, 'idempotency');
  const name = vault.nameOf(JSON.stringify(['key', operation, key]));
  return {
    name,
    fingerprint: vault.nameOf(JSON.stringify(['input', toCanonical(input)])),
    seal: (entry) => vault.seal(name, entry),
    open: (sealed) => vault.open(name, sealed) as Entry,
  };
}

/** Equal for inputs that mean the same: the order of keys does not count, nor whether what is null is there. */
function toCanonical(value: unknown): unknown {
  if (Array.isArray(value)) return ['list', ...value.map(toCanonical)];
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== null && child !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, toCanonical(child)]);
}
