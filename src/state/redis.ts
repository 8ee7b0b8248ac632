import { createClient } from '@redis/client';

/** Redis cannot be used just now. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

export interface Redis {
  readonly client: ReturnType<typeof openClient>;
  /** Rejects with a `StoreError`, soon, when the command cannot be carried out. */
  readonly inTime: <T>(command: Promise<T>) => Promise<T>;
}

export interface RedisHooks {
  /** The connection is gone, and is sought. */
  readonly onLost: (code: string) => void;
  readonly onFound: () => void;
}

const timeoutMs = 2000;

/** Redis or Valkey. A command fails at once while there is no connection, and the connection is sought again meanwhile. */
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
  // One that is not there yet is no reason not to start: it is sought until it is.
  await inTime(client.connect()).catch(() => undefined);
  return { client, inTime };
}

function openClient(url: string) {
  return createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    // A connection on which nothing moves, not even the answer to a ping, is given up and made anew.
    pingInterval: timeoutMs / 2,
    socket: {
      connectTimeout: timeoutMs,
      socketTimeout: 2 * timeoutMs,
      reconnectStrategy: (retries) => Math.min(timeoutMs, 50 * 2 ** retries),
    },
  });
}

/** The client's own limit holds only until a command is sent, and what it rejects with may tell where Redis is. */
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
