import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { afterEach, beforeEach } from '@jest/globals';
import { type Answer, type QueryOptions, type RunningGateway, startTestGateway } from './gateway.ts';
import { listen } from './listen.ts';

/** A REST call that waits for the test to answer it. */
export interface Arrival {
  /** Such as `GET /user/ada/tasks`. */
  readonly call: string;
  readonly apiKey: unknown;
  readonly response: ServerResponse;
  answer(status: number, body?: unknown, headers?: OutgoingHttpHeaders): void;
  reset(): void;
  /** Resolves when it is answered or its connection ends: whether it was answered in full. */
  readonly ended: Promise<boolean>;
}

export interface Client {
  readonly answer: Promise<Answer>;
  /** Ends the connection without waiting for the answer. */
  leave(): void;
}

export interface HeldUpstream {
  readonly url: string;
  readonly gateway: RunningGateway;
  /** Every call that came so far. */
  calls(): readonly string[];
  /** The next call that the test has not seen yet, as soon as it comes. */
  next(): Promise<Arrival>;
  /** Every call from here on is answered as it comes. */
  answerAll(answer: (arrival: Arrival) => void): void;
  /** Asks the gateway, as a client that may leave. */
  ask(document: string, options?: QueryOptions): Client;
}

/** An upstream that holds every call until the test answers it, and a gateway in front of it; both new for each test. */
export function useHeldUpstream(env: Readonly<Record<string, string>> = {}): HeldUpstream {
  let held: Held | undefined;
  let gateway: RunningGateway | undefined;
  const inTest = <T>(part: T | undefined): T => {
    if (!part) throw new Error('The upstream runs within tests only.');
    return part;
  };

  beforeEach(async () => {
    held = await startHeld();
    gateway = await startTestGateway({ PAYLINK_API_URL: held.url, PAYLINK_PCI_URL: held.url, ...env });
  });
  afterEach(async () => {
    held?.server.close();
    held?.server.closeAllConnections();
    await gateway?.stop();
  });

  return {
    get url() {
      return inTest(held).url;
    },
    get gateway() {
      return inTest(gateway);
    },
    calls: () => inTest(held).calls,
    next: () => inTest(held).next(),
    answerAll: (answer) => inTest(held).answerAll(answer),
    ask(document, options) {
      const leaving = new AbortController();
      const answer = inTest(gateway).query(document, { ...options, signal: leaving.signal });
      answer.catch(() => undefined);
      return { answer, leave: () => leaving.abort() };
    },
  };
}

interface Held {
  readonly server: Server;
  readonly url: string;
  readonly calls: string[];
  next(): Promise<Arrival>;
  answerAll(answer: (arrival: Arrival) => void): void;
}

async function startHeld(): Promise<Held> {
  const calls: string[] = [];
  const unseen: Arrival[] = [];
  let receive = (arrival: Arrival): void => {
    unseen.push(arrival);
    server.emit('arrival');
  };
  const server = createServer((request, response) => {
    const arrival = toArrival(request, response);
    calls.push(arrival.call);
    receive(arrival);
  });
  const url = await listen(server);
  return {
    server,
    url,
    calls,
    async next() {
      for (;;) {
        const arrival = unseen.shift();
        if (arrival) return arrival;
        await once(server, 'arrival');
      }
    },
    answerAll: (answer) => {
      receive = answer;
    },
  };
}

function toArrival(request: IncomingMessage, response: ServerResponse): Arrival {
  return {
    call: `${request.method} ${request.url}`,
    apiKey: request.headers['x-api-key'],
    response,
    answer: (status, body = '', headers = {}) => {
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    },
    reset: () => request.socket.resetAndDestroy(),
    ended: new Promise((resolve) => response.once('close', () => resolve(response.writableFinished))),
  };
}

/** The response to GET /task/{id}/status. */
export const queuedStatus = { createdAt: '2024-01-01T00:00:00.000Z', status: 'queued' };
/** Reads just that. */
export const statusOf = (id: string) => `{ task(id: "${id}") { status } }`;
export const endMonitoring = (identifier: string) =>
  `mutation { endMonitoring(input: { identifier: "${identifier}" }) { userErrors { code } } }`;
