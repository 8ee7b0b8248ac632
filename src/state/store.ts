import type { Redis } from './redis.ts';

/**
 * State shared by requests, and with Redis by all replicas: expiring text by key. Callers must hash keys and encrypt text, so
 * that the store reveals nothing to its readers. Only in memory does the `owner` count: when the memory is
 * full, the owners that use the most of it lose entries.
 */
export interface Store {
  get(key: string): Promise<string | null>;
  set(key: string, text: string, lifetimeMs: number, owner?: string): Promise<void>;
  /** Sets the text unless the key exists; returns whether it was set. */
  add(key: string, text: string, lifetimeMs: number, owner?: string): Promise<boolean>;
  /** Removes the key if it has this text. */
  remove(key: string, text: string): Promise<void>;
  /** Rejects when the store is unavailable. */
  check(): Promise<void>;
  close(): Promise<void>;
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
