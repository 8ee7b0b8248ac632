import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type RunningGateway, startTestGateway } from '../support/gateway.ts';

const createAccessToken = 'mutation { createAccessToken(input: { identifier: "ada" }) { user { id } } }';
const endMonitoring = 'mutation { endMonitoring(input: { identifier: "ada" }) { user { id } } }';

const stops: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

describe('createAccessToken, when the PCI host cannot be reached', () => {
  it.each([
    // No server listens on port 1.
    { what: 'it is down', findUrl: async () => 'http://127.0.0.1:1' },
    { what: 'its name is unknown', findUrl: async () => 'http://pci.invalid' },
    { what: 'it does not speak TLS', findUrl: () => listen((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n')) },
    { what: 'it closes the connection before TLS', findUrl: () => listen((socket) => socket.destroy()) },
  ])('reports a retryable error, because nothing was sent: $what', async ({ findUrl }) => {
    const gateway = await start(await findUrl());

    const { data, errors } = await gateway.query(createAccessToken);

    expect(data).toEqual({ createAccessToken: null });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } }]);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('times out while connecting and reports a retryable error, because nothing was sent', async () => {
    const gateway = await start(await listen(() => undefined));

    const { data, errors } = await gateway.query(createAccessToken);

    expect(data).toEqual({ createAccessToken: null });
    expect(errors).toMatchObject([
      { extensions: { code: expect.stringMatching(/^UPSTREAM_(TIMEOUT|UNAVAILABLE)$/), retryable: true } },
    ]);
  });

  it('does not affect calls to the API host', async () => {
    const gateway = await start('http://127.0.0.1:1');

    const { errors } = await gateway.query(endMonitoring);

    expect(errors).toEqual([]);
    expect(gateway.simulator.requests()).toEqual(['PUT /user/ada/end-monitoring']);
  });
});

async function start(pciUrl: string): Promise<RunningGateway> {
  const gateway = await startTestGateway({ PAYLINK_PCI_URL: pciUrl, UPSTREAM_TIMEOUT_MS: '1000' });
  stops.push(gateway.stop);
  return gateway;
}

/** Starts a TCP server in place of the PCI host. */
async function listen(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => socket.destroy()));
    answer(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stops.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
