import { createClient } from '@redis/client';
import { LRUCache } from 'lru-cache';

/**
 * What requests share beyond their own life, and with Redis the replicas of the gateway too. It holds text under a key until
 * it expires. Who puts something in makes sure that neither key nor text tells anything to somebody who reads them there.
 */
export interface Store {
  get(key: string): Promise<string | null>;
  set(key: string, text: string, lifetimeMs: number): Promise<void>;
  /** Sets it unless there is something under that key, and tells whether it did. */
  add(key: string, text: string, lifetimeMs: number): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Rejects when the store cannot be used just now. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** What the store of one process may hold; beyond that, what was not asked for longest goes first. */
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
    delete: async (key) => void entries.delete(key),
    check: async () => undefined,
    close: async () => entries.clear(),
  };
}

/** The store cannot be used just now. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

const keyPrefix = 'paylink-graphql:';

const timeoutMs = 2000;

/** The client's own limit holds only until a command is sent, and what it rejects with may tell where the store is. */
async function inTime<T>(command: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new StoreError('no answer in time')), timeoutMs);
  });
  try {
    return await Promise.race([command, late]);
  } catch (cause) {
    throw cause instanceof StoreError ? cause : new StoreError('the store cannot be used', { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Redis or Valkey. A command fails at once while there is no connection, and the connection is sought again meanwhile. */
export async function createRedisStore(url: string, onUnusable: (code: string) => void): Promise<Store> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    socket: { connectTimeout: timeoutMs, reconnectStrategy: (retries) => Math.min(2000, 50 * 2 ** retries) },
  });
  client.on('error', (error: NodeJS.ErrnoException) => onUnusable(error.code ?? error.name));
  // One that is not there yet is no reason not to start: it is sought until it is.
  await inTime(client.connect()).catch(() => undefined);
  return {
    get: (key) => inTime(client.get(keyPrefix + key)),
    set: async (key, text, PX) => void (await inTime(client.set(keyPrefix + key, text, { PX }))),
    add: async (key, text, PX) => (await inTime(client.set(keyPrefix + key, text, { PX, NX: true }))) !== null,
    delete: async (key) => void (await inTime(client.del(keyPrefix + key))),
    check: async () => void (await inTime(client.ping())),
    close: async () => client.destroy(),
  };
}
