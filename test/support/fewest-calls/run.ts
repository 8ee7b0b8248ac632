import { expect } from '@jest/globals';
import type { TestGateway } from '../gateway.ts';
import { mintToken } from '../mint.ts';
import { namesOfOthers, toOwn } from './end-user.ts';
import { anyText, interpret } from './interpreter.ts';
import { printOperation, type Request } from './print.ts';
import { searchFewest } from './search.ts';
import type { Operation } from './selection.ts';
import { addWorld, newUser, type World, type WorldPlan } from './world.ts';

interface Endpoint {
  readonly endpoint: string;
  readonly host: string;
}

interface Report {
  readonly budget: number;
  readonly planned: {
    readonly total: number;
    readonly calls: readonly (Endpoint & { atMost: number; path: string })[];
  };
  readonly actual: {
    readonly total: number;
    readonly calls: readonly (Endpoint & { calls: number; coalesced: number })[];
  };
}

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: the operation determines the type.
  readonly data?: any;
  readonly errors?: readonly { path?: readonly (string | number)[]; message: string; extensions: { code: string } }[];
  readonly extensions?: { readonly upstream?: Report };
}

interface Checked {
  readonly calls: number;
  /** Whether the minimum is a single number. Otherwise, it depends on the order in which tasks are read. */
  readonly isKnownBefore: boolean;
}

/** Gives each run its own world in one gateway, which takes longer to start than to respond. */
export function createRuns(gateway: TestGateway) {
  let count = 0;
  return {
    async start(plan: WorldPlan) {
      count += 1;
      const run = `w${count}`;
      const world = addWorld(gateway.simulator, plan, run);
      const cursors = await learnCursors(gateway.url, world);
      return {
        /** Runs the operation, and throws unless the response is right and cost the fewest calls. */
        check: (operation: Operation) => check(gateway, world, cursors, printOperation(operation, run, cursors)),
        /** Runs the operation as a service and as the first user. Throws unless the user receives exactly their own data, for no more calls than planned. */
        checkOwn: (operation: Operation) => checkOwn(gateway, world, cursors, printOperation(operation, run, cursors)),
      };
    },
  };
}

async function check(
  { url, simulator }: TestGateway,
  world: World,
  cursors: ReadonlyMap<string, string>,
  request: Request,
): Promise<Checked> {
  const expected = interpret(request, world, cursors, null);
  const { count, created } = expected.written;
  const reads = [...searchFewest((known) => interpret(request, world, cursors, known).demands)];
  const fewest = reads.map((fewestReads) => count + fewestReads);

  simulator.clearCalls();
  const answer = await ask(url, request);
  const calls = simulator.requests();

  try {
    expect(toPaths(answer.errors)).toEqual(toPaths(expected.errors));
    expect(answer.data).toEqual(toMatcher(expected.data));
    // After a mutation, the same is read again.
    if (count === 0) expect(new Set(calls).size).toBe(calls.length);
    expect(fewest).toContain(calls.length);
    checkReport(answer.extensions?.upstream, countByRoute(simulator.calls()));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new Error(
      [found, request.query, show(request.variables), show(world), `fewest: ${fewest}`, show(calls)].join('\n\n'),
    );
  }
  // The users stay in the simulator for the next operation of the run.
  world.push(...[...created].map(newUser));
  return { calls: calls.length, isKnownBefore: fewest.length === 1 };
}

async function checkOwn(
  gateway: TestGateway,
  world: World,
  cursors: ReadonlyMap<string, string>,
  request: Request,
): Promise<void> {
  const self = world[0]?.identifier ?? '';
  const publicToken = await mintToken(gateway, self);
  const { data: asViewer } = interpret(request, world, cursors, null, self);
  const all = await ask(gateway.url, request);
  gateway.simulator.clearCalls();
  const own = await ask(gateway.url, request, { 'x-public-token': publicToken });
  const calls = gateway.simulator.requests();

  try {
    expect(own.data).toEqual(toOwn(request, world, all.data, asViewer));
    for (const name of namesOfOthers(world)) expect(JSON.stringify(own.data)).not.toContain(`"${name}"`);
    expect(new Set(calls).size).toBe(calls.length);
    checkReport(own.extensions?.upstream, countByRoute(gateway.simulator.calls()));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new Error([found, request.query, show(request.variables), show(world), show(calls)].join('\n\n'));
  }
}

/** Checks that the plan is an upper bound of the calls, in total and by endpoint. */
function checkReport(report: Report | undefined, logged: ReadonlyMap<string, number>): void {
  if (!report) throw new Error('There is no `extensions.upstream`.');
  const planned = sumByEndpoint(report.planned.calls.map(({ endpoint, atMost }) => [endpoint, atMost]));
  const actual = sumByEndpoint(report.actual.calls.map(({ endpoint, calls }) => [endpoint, calls]));
  expect(actual).toEqual(logged);
  expect(report.actual.total).toBe([...logged.values()].reduce((sum, calls) => sum + calls, 0));
  expect(report.planned.total).toBe([...planned.values()].reduce((sum, calls) => sum + calls, 0));
  expect(report.actual.total).toBeLessThanOrEqual(report.planned.total);
  for (const [endpoint, calls] of actual) {
    if (calls > (planned.get(endpoint) ?? 0)) throw new Error(`${endpoint} was called ${calls} times, not as planned.`);
  }
}

const countByRoute = (calls: ReturnType<TestGateway['simulator']['calls']>) =>
  sumByEndpoint(calls.map(({ route }) => [String(route), 1]));

function sumByEndpoint(entries: readonly (readonly [endpoint: string, calls: number])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [endpoint, calls] of entries) if (calls > 0) sums.set(endpoint, (sums.get(endpoint) ?? 0) + calls);
  return sums;
}

const toPaths = (
  errors: readonly { path?: readonly (string | number)[] | undefined; extensions: { code?: unknown } }[] = [],
) => errors.map(({ path, extensions }) => `${extensions.code} ${path?.join('.')}`).sort();

/** The text of a token, for example, is not known beforehand. */
function toMatcher(value: unknown): unknown {
  if (value === anyText) return expect.any(String);
  if (Array.isArray(value)) return value.map(toMatcher);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toMatcher(item)]));
}

const show = (value: unknown) => JSON.stringify(value);

/** Reads the cursors of a world from the gateway, because cursors are opaque. The key of each is the id of its task. */
async function learnCursors(url: string, world: World): Promise<Map<string, string>> {
  const lists = world.map(({ identifier }, index) => `u${index}: user(identifier: "${identifier}") { ...Cursors }`);
  const fragment = 'fragment Cursors on User { tasks(first: 100) { edges { cursor node { id } } } }';
  const { data } = await ask(url, { query: `{ ${lists.join(' ')} } ${fragment}`, variables: {} });
  const edges: { cursor: string; node: { id: string } }[] = world.flatMap((_, index) => data[`u${index}`].tasks.edges);
  return new Map(edges.map(({ cursor, node }) => [node.id, cursor]));
}

async function ask(url: string, request: Request, caller: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const headers = { ...caller, 'content-type': 'application/json', 'x-paylink-explain': 'report' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(request) });
  return (await response.json()) as Answer;
}
