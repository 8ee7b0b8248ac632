import { createClient } from '@redis/client';

/** Redis is unavailable. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

export interface Redis {
  readonly client: ReturnType<typeof openClient>;
  /** Rejects with a `StoreError` when the command fails or exceeds the timeout. */
  readonly inTime: <T>(command: Promise<T>) => Promise<T>;
}

export interface RedisHooks {
  /** Called once when the connection is lost. The client then reconnects on its own. */
  readonly onLost: (code: string) => void;
  readonly onFound: () => void;
}

const timeoutMs = 2000;

/** Connects to Redis or Valkey. While disconnected, commands fail immediately and the client reconnects. */
export async function connectRedis(url: string, { onLost, onFound }: RedisHooks): Promise<Redis> {
  const client = openClient(url);
  let isLost = false;
  client.on('error', (error: NodeJS.ErrnoException) => {
    if (!isLost) onLost(error.code ?? error.name);
    isLost = true;
  });
  client.on('ready', () => {
    if (isLost) onFound();
    isLost = false;
  });
  // Start without Redis if it is not reachable yet; the client keeps connecting.
  await inTime(client.connect()).catch(() => undefined);
  return { client, inTime };
}

function openClient(url: string) {
  return createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    // Reconnect when a connection is silent, even to a ping.
    pingInterval: timeoutMs / 2,
    socket: {
      connectTimeout: timeoutMs,
      socketTimeout: 2 * timeoutMs,
      reconnectStrategy: (retries) => Math.min(timeoutMs, 50 * 2 ** retries),
    },
  });
}

/** The client's own timeout ends when a command is sent, and its errors may contain the address of Redis. */
async function inTime<T>(command: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new StoreError('no response in time')), timeoutMs);
  });
  try {
    return await Promise.race([command, late]);
  } catch (cause) {
    throw cause instanceof StoreError ? cause : new StoreError('the store is unavailable', { cause });
  } finally {
    clearTimeout(timer);
  }
}
