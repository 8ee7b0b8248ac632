import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Logger } from 'pino';
import { type Gateway, startGateway } from '../../src/app.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { redactor } from '../../src/operation/redactor.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';

/** The fixed time of the simulator's clock. */
export const startTime = '2030-01-15T12:00:00.000Z';

// biome-ignore lint/suspicious/noExplicitAny: tests read untyped responses, and a wrong path fails the test.
type Data = any;

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly retryable: boolean;
    readonly retryAfter?: number;
    readonly upstreamCode?: number;
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data;
  readonly errors: readonly AnswerError[];
}

export interface QueryOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Disables retries and breaker, so that tests see each failure. Tests of both override these. */
const eachFailureAlone = { UPSTREAM_RETRIES: '0', UPSTREAM_BREAKER_CALLS: '0', DRAIN_MS: '0' };

/** A running gateway, connected by HTTP to its own simulator with a fixed clock. */
export interface TestGateway {
  readonly url: string;
  readonly simulator: Simulator;
  /** Sends an operation by HTTP, as the demo service unless the headers contain credentials. */
  query(document: string, options?: QueryOptions): Promise<Answer>;
  /** The lines logged since the start of the test. */
  logs(): readonly Readonly<Record<string, unknown>>[];
}

export interface RunningGateway extends TestGateway {
  reset(): void;
  stop(): Promise<void>;
}

/** Starts one gateway for the tests of a file or a `describe`, and resets its simulator before each test. */
export function useGateway(env: Readonly<Record<string, string>> = {}): TestGateway {
  let running: RunningGateway | undefined;
  const get = (): RunningGateway => {
    if (!running) throw new Error('The gateway only runs inside tests.');
    return running;
  };

  beforeAll(async () => {
    running = await startTestGateway(env);
  });
  beforeEach(() => get().reset());
  afterAll(() => running?.stop());

  return {
    get url() {
      return get().url;
    },
    get simulator() {
      return get().simulator;
    },
    query: (document, options) => get().query(document, options),
    logs: () => get().logs(),
  };
}

export async function startTestGateway(env: Readonly<Record<string, string>> = {}): Promise<RunningGateway> {
  const simulator = await startSimulator({ port: 0, pciPort: 0, startTime });
  const urls = { PAYLINK_API_URL: simulator.apiUrl, PAYLINK_PCI_URL: simulator.pciUrl };
  const logs: Record<string, unknown>[] = [];
  const log = createLogger('trace', redactor, { write: (line) => void logs.push(JSON.parse(line)) });
  const gateway = await start({ PORT: '0', ...eachFailureAlone, ...urls, ...env }, log).catch(async (error) => {
    await simulator.stop();
    throw error;
  });
  return {
    url: gateway.url,
    simulator,
    query: (document, options) => post(`${gateway.url}/graphql`, document, options),
    logs: () => logs,
    reset() {
      simulator.reset();
      logs.length = 0;
    },
    async stop() {
      await gateway.stop();
      await simulator.stop();
    },
  };
}

async function start(env: Readonly<Record<string, string>>, log: Logger): Promise<Gateway> {
  return startGateway(loadConfig(env), log);
}

async function post(url: string, query: string, { variables, headers, signal }: QueryOptions = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: AnswerError[] };
  return { status: response.status, headers: response.headers, data, errors: errors ?? [] };
}
