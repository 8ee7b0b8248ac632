import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Gateway, startGateway } from '../../src/app.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { redactor } from '../../src/operation/redactor.ts';
import type { Fault } from '../../src/simulator/faults/faults.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { operation } from '../support/fewest-calls/operation.ts';
import { printOperation } from '../support/fewest-calls/print.ts';
import { addWorld, world } from '../support/fewest-calls/world.ts';
import { startTime } from '../support/gateway.ts';

/** More by a variable: `DIFFERENTIAL_RUNS=2000`. */
const numRuns = Number(process.env.DIFFERENTIAL_RUNS ?? 150);

interface Lane {
  readonly gateway: Gateway;
  readonly simulator: Simulator;
  readonly logs: Record<string, unknown>[];
}

interface Request {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

let lanes: readonly Lane[] = [];

/** Each lane has a gateway and a simulator of its own, both with the same world. */
async function startLane(expressLane: boolean): Promise<Lane> {
  const simulator = await startSimulator({ port: 0, pciPort: 0, startTime });
  const logs: Record<string, unknown>[] = [];
  const log = createLogger('warn', redactor, { write: (line) => void logs.push(JSON.parse(line)) });
  const env = {
    PORT: '0',
    PAYLINK_API_URL: simulator.apiUrl,
    PAYLINK_PCI_URL: simulator.pciUrl,
    UPSTREAM_RETRIES: '0',
    UPSTREAM_BREAKER_CALLS: '0',
  };
  return { simulator, logs, gateway: await startGateway({ ...loadConfig(env), expressLane }, log) };
}

beforeAll(async () => {
  lanes = await Promise.all([startLane(false), startLane(true)]);
});
afterAll(async () => {
  for (const { gateway, simulator } of lanes) {
    await gateway.stop();
    await simulator.stop();
  }
});

/** Everything about a response that does not differ from request to request. */
async function ask({ gateway, simulator, logs }: Lane, request: Request, headers: Readonly<Record<string, string>>) {
  simulator.clearCalls();
  logs.length = 0;
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
  });
  const id = response.headers.get('x-request-id') ?? '';
  const text = await response.text();
  const lines = logs.map(({ time: _time, requestId: _id, durationMs: _ms, stack: _stack, ...line }) => line);
  return {
    status: response.status,
    headers: Object.fromEntries(
      [...response.headers].filter(([name]) => !['date', 'x-request-id', 'keep-alive'].includes(name)),
    ),
    text: text
      .replaceAll(id, '<request id>')
      .replace(/"expiresAt":"[^"]*"/g, '"expiresAt":"<time>"')
      .replace(/"publicToken":"[^"]*"/g, '"publicToken":"<token>"'),
    calls: simulator.requests().sort(),
    logs: lines.map((line) => JSON.stringify(line)).sort(),
  };
}

async function expectSame(request: Request, headers: Readonly<Record<string, string>> = {}) {
  const [apollo, express] = await Promise.all(lanes.map((lane) => ask(lane, request, headers)));
  expect(express).toEqual(apollo);
  return express;
}

const faults: readonly (Fault | null)[] = [
  null,
  null,
  { route: 'GET /task/:taskId/details', kind: 'status', status: 500 },
  { route: 'GET /user/:identifier/tasks', kind: 'status', status: 404 },
  { route: 'GET /:identifier/pay-link/accounts', kind: 'non-json' },
  { route: '*', kind: 'status', status: 429, retryAfter: 3 },
  { route: '*', kind: 'unknown-enum', field: 'status' },
];

describe('a response without Apollo Server', () => {
  it('is the same as with it, for any operation, caller and fault', async () => {
    let count = 0;
    const headers = fc.constantFrom(
      {},
      { accept: 'application/graphql-response+json' },
      { 'x-paylink-explain': 'report' },
      { 'x-api-key': 'unknown', 'x-api-secret': 'unknown' },
      { authorization: 'Bearer nonsense' },
    );
    const property = fc.asyncProperty(
      world,
      operation,
      fc.constantFrom(...faults),
      headers,
      async (plan, drawn, fault, by) => {
        count += 1;
        for (const { simulator } of lanes) {
          simulator.reset();
          addWorld(simulator, plan, `w${count}`);
          if (fault) simulator.addFault(fault);
        }
        await expectSame(printOperation(drawn, `w${count}`, new Map()), by);
      },
    );

    await fc.assert(property, { numRuns, seed: Number(process.env.DIFFERENTIAL_SEED ?? 1) });
  }, 600_000);

  it.each<[string, Request, number]>([
    ['a syntax error', { query: '{ user(' }, 200],
    ['an unknown field', { query: '{ nothing }' }, 200],
    ['an unknown operation', { query: 'query A { __typename } query B { __typename }', operationName: 'C' }, 200],
    [
      'one of several operations',
      { query: 'query A { __typename } query B { a: __typename }', operationName: 'B' },
      200,
    ],
    ['an invalid variable', { query: 'query ($id: ID!) { task(id: $id) { id } }', variables: { id: {} } }, 200],
    [
      'an error of a field',
      { query: '{ user(identifier: "ada") { tasks(first: 0) { totalCount } suggestions { id } } }' },
      200,
    ],
    [
      'an excess of calls',
      {
        query:
          '{ user(identifier: "ada") { a: tasks(first: 100) { nodes { metadata } } b: tasks(first: 100, filter: {statuses: [FAILED]}) { nodes { metadata } } c: tasks(first: 99) { nodes { metadata } } } }',
      },
      400,
    ],
    ['introspection', { query: '{ __schema { types { name } } }' }, 200],
    [
      'a mutation',
      { query: 'mutation { endMonitoring(input: { identifier: "ada" }) { user { id } userErrors { code } } }' },
      200,
    ],
    [
      'a refused input',
      {
        query:
          'mutation { endMonitoring(input: { identifier: " " }) { user { id } userErrors { code message field } } }',
      },
      200,
    ],
    [
      'a skipped fragment',
      {
        query:
          'query ($no: Boolean!) { ...F @skip(if: $no) user(identifier: "ada") { id } } fragment F on Query { viewer { id } }',
        variables: { no: true },
      },
      200,
    ],
  ])('is the same as with it, for %s', async (_what, request, status) => {
    for (const { simulator } of lanes) simulator.reset();

    expect((await expectSame(request))?.status).toBe(status);
  });
});
