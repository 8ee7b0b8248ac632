import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';

const executable = ['/usr/bin/redis-server', '/usr/bin/valkey-server'].find(existsSync);
const isRequired = process.env.REQUIRE_TEST_TOOLS === '1';

if (!executable && !isRequired) process.stderr.write('No redis-server: skipping the Redis tests.\n');

/** False without an installed Redis, unless `REQUIRE_TEST_TOOLS=1` is set. */
export const hasRedis = executable !== undefined || isRequired;

/** `describe`, skipped without Redis. */
export const describeWithRedis = hasRedis ? describe : describe.skip;

export interface TestRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts an empty Redis without persistence, on a free port by default. */
export async function startRedis(port?: number): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const chosen = port ?? (await findFreePort());
  const options = [
    '--port',
    String(chosen),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ];
  const server = spawn(executable ?? 'redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
  await untilReady(server);
  return {
    url: `redis://127.0.0.1:${chosen}`,
    async stop() {
      // A test may have stopped the server already.
      if (server.kill('SIGKILL')) await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady({ stdout }: ChildProcess): Promise<void> {
  let text = '';
  for await (const chunk of stdout ?? []) {
    text += chunk;
    if (text.includes('Ready to accept connections')) return;
  }
  throw new Error(`redis-server did not start: ${text}`);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}
