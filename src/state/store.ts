import { LRUCache } from 'lru-cache';
import type { Redis } from './redis.ts';

/**
 * State shared by requests, and with Redis by all replicas: expiring text by key. Callers must hash keys and encrypt text, so
 * that the store reveals nothing to its readers.
 */
export interface Store {
  get(key: string): Promise<string | null>;
  set(key: string, text: string, lifetimeMs: number): Promise<void>;
  /** Sets the text unless the key exists; returns whether it was set. */
  add(key: string, text: string, lifetimeMs: number): Promise<boolean>;
  /** Removes the key if it has this text. */
  remove(key: string, text: string): Promise<void>;
  /** Rejects when the store is unavailable. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** The size limit of the in-memory store; beyond it, the least recently used entries are evicted. */
const maxMemoryBytes = 64 * 1024 * 1024;

export function createMemoryStore(): Store {
  const entries = new LRUCache<string, string>({
    maxSize: maxMemoryBytes,
    sizeCalculation: (text, key) => 2 * (text.length + key.length) + 1,
  });
  return {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, text, lifetimeMs) => void entries.set(key, text, { ttl: lifetimeMs }),
    add: async (key, text, lifetimeMs) => {
      if (entries.has(key)) return false;
      entries.set(key, text, { ttl: lifetimeMs });
      return true;
    },
    remove: async (key, text) => {
      if (entries.get(key) === text) entries.delete(key);
    },
    check: async () => undefined,
    close: async () => entries.clear(),
  };
}

const keyPrefix = 'paylink-graphql:';

const removeIfEqual = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

export function createRedisStore({ client, inTime }: Redis): Store {
  return {
    get: (key) => inTime(client.get(keyPrefix + key)),
    set: async (key, text, PX) => void (await inTime(client.set(keyPrefix + key, text, { PX }))),
    add: async (key, text, PX) => (await inTime(client.set(keyPrefix + key, text, { PX, NX: true }))) !== null,
    remove: async (key, text) =>
      void (await inTime(client.eval(removeIfEqual, { keys: [keyPrefix + key], arguments: [text] }))),
    check: async () => void (await inTime(client.ping())),
    close: async () => client.destroy(),
  };
}
