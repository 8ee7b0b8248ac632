import { createShares, type SharedEntry } from './shares.ts';
import type { Store } from './store.ts';

interface Entry extends SharedEntry {
  readonly key: string;
  readonly text: string;
  readonly endsAtMs: number;
}

const maxBytes = 64 * 1024 * 1024;
/** Measured: the objects of an entry without its texts. */
const bytesPerEntry = 400;

/** Keeps everything in this process. `limitBytes` is smaller in tests only. */
export function createMemoryStore(limitBytes = maxBytes): Store {
  const entries = new Map<string, Entry>();
  const shares = createShares<Entry>();

  function find(key: string): Entry | null {
    const entry = entries.get(key);
    if (!entry) return null;
    if (entry.endsAtMs > performance.now()) return entry;
    drop(entry);
    return null;
  }

  function drop(entry: Entry): void {
    entries.delete(entry.key);
    shares.remove(entry);
  }

  function put(key: string, text: string, lifetimeMs: number, owner: string): void {
    const known = entries.get(key);
    if (known) drop(known);
    const bytes = 2 * (key.length + text.length) + bytesPerEntry;
    const entry: Entry = { key, text, owner, bytes, endsAtMs: performance.now() + lifetimeMs };
    entries.set(key, entry);
    shares.add(entry);
    while (shares.bytes() > limitBytes) {
      const oldest = shares.nextToEvict();
      if (!oldest) break;
      drop(oldest);
    }
  }

  return {
    get: async (key) => find(key)?.text ?? null,
    set: async (key, text, lifetimeMs, owner = '') => put(key, text, lifetimeMs, owner),
    add: async (key, text, lifetimeMs, owner = '') => {
      if (find(key)) return false;
      put(key, text, lifetimeMs, owner);
      return true;
    },
    remove: async (key, text) => {
      const entry = find(key);
      if (entry?.text === text) drop(entry);
    },
    check: async () => undefined,
    close: async () => {
      for (const entry of entries.values()) drop(entry);
    },
  };
}
