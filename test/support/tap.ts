import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { listen } from './listen.ts';

export interface Tap {
  /** To be called in place of what is behind it. */
  readonly url: string;
  /** All that was sent through it so far, headers and all. */
  sent(): string;
  stop(): Promise<void>;
}

/** Listens in on the connections to a server. */
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
