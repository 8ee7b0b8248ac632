import { createServer } from 'node:http';
import { type AddressInfo, connect, type Server } from 'node:net';
import { listen } from './listen.ts';

export interface ConnectProxy {
  /** With the only user and password that the proxy accepts. */
  readonly url: string;
  /** The hosts and ports to which clients asked to connect. */
  readonly targets: readonly string[];
  stop(): void;
}

/** An HTTP proxy that connects every host to one server. */
export async function startConnectProxy(server: Server): Promise<ConnectProxy> {
  const targets: string[] = [];
  const expected = `Basic ${Buffer.from('me:hunter2').toString('base64')}`;
  const proxy = createServer((_request, response) => void response.writeHead(405).end());
  proxy.on('connect', (request, client) => {
    targets.push(request.url ?? '');
    client.on('error', () => undefined);
    if (request.headers['proxy-authorization'] !== expected) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const upstream = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    upstream.on('error', () => client.destroy());
  });
  const url = await listen(proxy);
  return {
    url: url.replace('http://', 'http://me:hunter2@'),
    targets,
    stop() {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
