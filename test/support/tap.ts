import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { listen } from './listen.ts';

export interface Tap {
  /** The URL to use instead of the target. */
  readonly url: string;
  /** Everything sent to the target so far, including headers. */
  sent(): string;
  stop(): Promise<void>;
}

/** A TCP proxy that records the data sent to a server. */
export async function startTap(target: string): Promise<Tap> {
  const { hostname, port } = new URL(target);
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.pipe(to);
    }
    client.on('data', (chunk: Buffer) => chunks.push(chunk));
  });
  const url = await listen(server);

  return {
    url,
    sent: () => Buffer.concat(chunks).toString(),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
