import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { listen } from '../listen.ts';

/** The ways to release a held call. */
export type Release = 'forward' | 'fail' | 'reset' | 'respond late';

interface UpstreamUrls {
  readonly apiUrl: string;
  readonly pciUrl: string;
}

/** The base path of the PCI host at the proxy. */
const pciPath = '/pci';

export interface HeldProxy {
  readonly apiUrl: string;
  readonly pciUrl: string;
  held(): number;
  /** Releases one of the held calls, if there are any. */
  release(choice: number, how: Release): void;
  /** Releases all held calls, and all later calls until `hold`. */
  releaseAll(): void;
  hold(): void;
  stop(): Promise<void>;
}

/** A proxy in front of both hosts of an upstream that holds every call until it is released. */
export async function startHeldProxy({ apiUrl, pciUrl }: UpstreamUrls): Promise<HeldProxy> {
  let held: ((how: Release) => void)[] = [];
  let isHolding = true;
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    const target = path.startsWith(pciPath) ? pciUrl + path.slice(pciPath.length) : apiUrl + path;
    const goOn = (how: Release) => pass(target, incoming, outgoing, how);
    if (isHolding) held.push(goOn);
    else goOn('forward');
  });
  const url = await listen(server);

  return {
    apiUrl: url,
    pciUrl: url + pciPath,
    held: () => held.length,
    release(choice, how) {
      const [chosen] = held.splice(choice % Math.max(1, held.length), 1);
      chosen?.(how);
    },
    releaseAll() {
      isHolding = false;
      const all = held;
      held = [];
      for (const goOn of all) goOn('forward');
    },
    hold() {
      isHolding = true;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function pass(target: string, incoming: IncomingMessage, outgoing: ServerResponse, how: Release): void {
  if (how === 'reset') return void incoming.socket.resetAndDestroy();
  if (how === 'fail') return void outgoing.writeHead(503).end();
  const onward = send(target, { method: incoming.method ?? 'GET', headers: incoming.headers });
  onward.on('error', () => outgoing.destroy());
  onward.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    if (how === 'respond late') setImmediate(() => answer.pipe(outgoing));
    else answer.pipe(outgoing);
  });
  incoming.pipe(onward);
}
