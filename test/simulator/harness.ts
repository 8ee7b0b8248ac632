import { request as httpRequest } from 'node:http';
import { afterEach } from '@jest/globals';
import type { Fault } from '../../src/simulator/faults/faults.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/server.ts';

export const START_TIME = '2030-01-15T12:00:00.000Z';
export const KEY_PAIR = { 'x-api-key': 'demo-key', 'x-api-secret': 'demo-secret' };
export const SECOND_KEY_PAIR = { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' };

type Headers = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  readonly headers: globalThis.Headers;
  readonly text: string;
  /** Undefined for a body that is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies freely, and a wrong guess fails them.
  readonly body: any;
}

const running: Simulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

/** Starts a simulator with a frozen clock, which is stopped after the test. */
export const start = (options: Partial<SimulatorOptions> = {}) =>
  startInRealTime({ startTime: START_TIME, ...options });

export async function startInRealTime(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ port: 0, pciPort: 0, ...options });
  running.push(simulator);
  return simulator;
}

export async function startWith(fault: Fault): Promise<Simulator> {
  const simulator = await start();
  simulator.addFault(fault);
  return simulator;
}

export async function call(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

export const get = ({ apiUrl }: Simulator, path: string, headers: Headers = KEY_PAIR) =>
  call(apiUrl + path, { headers });

/** Sends a string as it is, anything else as JSON. `POST /access-token` goes to the PCI host, every other call to the API host. */
export function send(simulator: Simulator, method: string, path: string, body?: unknown, headers: Headers = KEY_PAIR) {
  const url = (path === '/access-token' ? simulator.pciUrl : simulator.apiUrl) + path;
  return sendTo(url, method, body, headers);
}

export function sendTo(url: string, method: string, body?: unknown, headers: Headers = KEY_PAIR) {
  if (body === undefined) return call(url, { method, headers });
  return call(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export async function mintToken(
  simulator: Simulator,
  identifier: string,
  tokenLifetime?: number,
  keyPair: Headers = KEY_PAIR,
): Promise<string> {
  const { body } = await send(simulator, 'POST', '/access-token', { identifier, tokenLifetime }, keyPair);
  return body.data.publicToken;
}

/** Sends the path unchanged; `fetch` would resolve dot segments. */
export function getRaw({ apiUrl }: Simulator, path: string): Promise<{ status: number; body: unknown }> {
  const { hostname, port } = new URL(apiUrl);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, headers: KEY_PAIR }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parse(text) }));
    });
    request.on('error', reject).end();
  });
}

/** Returns the error code of a call that is expected to fail. */
export const causeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.name,
  );

/** Waits by turns of the event loop, not by time. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
