import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { redactor } from '../../src/operation/redactor.ts';
import { createHttpServer } from '../../src/server/http-server.ts';
import { listen } from '../../src/server/listen.ts';

/** Stand for 127.0.0.1 and ::1, which not every machine has. */
const addresses = ['127.0.0.1', '127.0.0.2'];

async function start(port = 0, found = addresses) {
  const options = { corsOrigins: [], upstreamName: 'custom', maxBodyBytes: 1024 };
  const server = await createHttpServer(options, createLogger('silent', redactor));
  server.get('/', async () => 'served');
  try {
    return { server, url: new URL(await listen(server, { host: 'localhost', port }, async () => found)) };
  } catch (error) {
    await server.close();
    throw error;
  }
}

describe('HOST=localhost', () => {
  it('is served on every address of localhost in the same way', async () => {
    const { server, url } = await start();
    const malformed = addresses.map((address) => text(connect(Number(url.port), address).end('no HTTP\r\n\r\n')));

    const answers = await Promise.all(malformed);
    const responses = await Promise.all(addresses.map((address) => fetch(`http://${address}:${url.port}/`)));
    await server.close();

    expect(url.hostname).toBe('127.0.0.1');
    expect(await Promise.all(responses.map((response) => response.text()))).toEqual(['served', 'served']);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1.1 400 .*\r\n(.*\r\n)*x-request-id: /);
  });

  it('is left on every address when the server closes, in which a connection without a request delays nothing', async () => {
    const { server, url } = await start();
    const unused = addresses.map((address) => connect(Number(url.port), address).resume());
    await Promise.all(unused.map((socket) => once(socket, 'connect')));
    // Served after the unused connections, so that the server knows of them.
    await fetch(url);
    const cut = Promise.all(unused.map((socket) => once(socket, 'close')));

    await server.close();

    await cut;
    for (const address of addresses) {
      await expect(once(connect(Number(url.port), address), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });

  it('is refused when its port is in use on one of the addresses', async () => {
    const taken = createServer().listen(0, addresses[1]);
    await once(taken, 'listening');

    await expect(start((taken.address() as AddressInfo).port)).rejects.toMatchObject({ code: 'EADDRINUSE' });

    await new Promise((resolve) => taken.close(resolve));
  });

  it('does without an address that the machine does not have', async () => {
    const { server, url } = await start(0, ['127.0.0.1', '192.0.2.1']);

    const response = await fetch(url);
    await server.close();

    expect(response.status).toBe(200);
  });
});
