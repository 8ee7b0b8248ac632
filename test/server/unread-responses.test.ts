import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createLogger } from '../../src/observability/logger.ts';
import { redactor } from '../../src/operation/redactor.ts';
import { createHttpServer, type HttpServerOptions } from '../../src/server/http-server.ts';

/** More than the kernel buffers for a client that does not read. */
const size = 24 * 1024 * 1024;

const servers: FastifyInstance[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await server.close();
});

async function start(options: Partial<HttpServerOptions>) {
  const fixed = { corsOrigins: [], upstreamName: 'custom', maxBodyBytes: 1024 };
  const server = await createHttpServer({ ...fixed, ...options }, createLogger('silent', redactor));
  servers.push(server);
  server.get('/', async () => 'x'.repeat(size));
  server.get('/late', async (_request, reply) => {
    for (let idleTimes = 0; idleTimes < 3; idleTimes += 1) await once(reply.raw, 'timeout');
    return 'late';
  });
  const { port } = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
  return { http: server.server, port: Number(port) };
}

/** A client that has received the beginning of a response. */
async function request(port: number, path = '/'): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  sockets.push(socket);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  await once(socket, 'readable');
  return socket;
}

async function readAll(socket: Socket): Promise<number> {
  let bytes = 0;
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
  await once(socket, 'close');
  return bytes;
}

describe('a large response', () => {
  it('is received whole', async () => {
    const { port } = await start({});

    expect(await readAll(await request(port))).toBeGreaterThan(size);
  });

  it('is cut off when the client does not read it for stallTimeoutMs', async () => {
    const { port, http } = await start({ stallTimeoutMs: 100 });
    const accepted = once(http, 'connection');
    const client = await request(port);
    const [connection] = await accepted;

    await once(connection, 'close');

    expect(await readAll(client)).toBeLessThan(size);
  });

  it('is received whole by a slow client that takes longer than stallTimeoutMs', async () => {
    const { port } = await start({ stallTimeoutMs: 1000 });
    const client = await request(port);
    let bytes = 0;

    for await (const chunk of client) {
      bytes += chunk.length;
      // Slow for the first two seconds; the kernel reports progress every few hundred kilobytes.
      if (bytes < 7_000_000) await wait(20);
    }

    expect(bytes).toBeGreaterThan(size);
  });

  it('is cut off in favor of another one when both exceed maxPendingBytes and its client has been idle for longer', async () => {
    const { port } = await start({ maxPendingBytes: 1.5 * size });
    const first = await request(port);
    const second = await request(port);

    const [firstBytes, secondBytes] = await Promise.all([readAll(first), readAll(second)]);

    expect(firstBytes).toBeLessThan(size);
    expect(secondBytes).toBeGreaterThan(size);
  });
});

describe('a response that takes longer than stallTimeoutMs to begin', () => {
  it('is received', async () => {
    const { port } = await start({ stallTimeoutMs: 50 });

    const response = await fetch(`http://127.0.0.1:${port}/late`);

    expect(await response.text()).toBe('late');
  });
});
