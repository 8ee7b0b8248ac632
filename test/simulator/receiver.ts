import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterEach } from '@jest/globals';
import { listen } from '../support/listen.ts';
import { until } from './harness.ts';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies freely, and a wrong guess fails them.
  readonly body: any;
}

export interface Receiver {
  readonly url: string;
  /** Deliveries so far, in order. */
  readonly received: readonly Received[];
  /** Sets the statuses of the next responses; all others are 200. Null sends no response. */
  respond(...statuses: readonly (number | null)[]): void;
  /** Resolves when that many deliveries have arrived. */
  arrived(count: number): Promise<void>;
}

const running: (() => void)[] = [];

afterEach(() => {
  for (const stop of running.splice(0)) stop();
});

/** Starts a receiver of webhooks, which is stopped after the test. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let statuses: (number | null)[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      const status = statuses.length > 0 ? statuses.shift() : 200;
      received.push({ headers: request.headers, text, body: JSON.parse(text) });
      if (typeof status === 'number') response.writeHead(status).end();
    });
  });
  const url = `${await listen(server)}/hooks`;
  running.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url,
    received,
    respond: (...next) => {
      statuses = [...next];
    },
    arrived: (count) => until(() => received.length >= count),
  };
}
