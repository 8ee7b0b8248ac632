import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';

interface Place {
  readonly host: string;
  readonly port: number;
}

/**
 * Listens on all addresses of `localhost`, as a browser may choose either. Fastify would do so with a second HTTP server, which
 * lacks the handlers of the first one. Returns the URL of the first address. Must be called before the server is ready.
 */
export async function listen(
  server: FastifyInstance,
  { host, port }: Place,
  resolve: (host: string) => Promise<string[]> = resolveAll,
): Promise<string> {
  const [first = host, ...others] = host === 'localhost' ? await resolve(host) : [host];
  const forwarders = others.map((address) => ({
    address,
    forwarder: createServer((socket) => void server.server.emit('connection', socket)),
  }));
  server.addHook('preClose', async () => {
    for (const { forwarder } of forwarders) forwarder.close();
  });

  const url = await server.listen({ host: first, port });
  const { port: chosenPort } = server.server.address() as AddressInfo;
  for (const { address, forwarder } of forwarders) {
    await once(forwarder.listen({ host: address, port: chosenPort }), 'listening').catch((error) => {
      // The hosts file may name ::1 on a machine without IPv6.
      if (error.code !== 'EADDRNOTAVAIL') throw error;
    });
  }
  return url;
}

async function resolveAll(host: string): Promise<string[]> {
  const addresses = await lookup(host, { all: true, order: 'ipv4first' });
  return addresses.map(({ address }) => address);
}
