import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RunningGateway, startTestGateway } from '../support/gateway.ts';
import { bearing, type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { type HeldProxy, type Release, startHeldProxy } from '../support/isolation/held-proxy.ts';
import {
  type Caller,
  marksFor,
  operationsAbout,
  type Person,
  people,
  seedWorlds,
  worlds,
} from '../support/isolation/world.ts';
import { mintToken } from '../support/mint.ts';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.ts';

const seed = Number(process.env.ISOLATION_SEED ?? 1);
const numRuns = Number(process.env.ISOLATION_RUNS ?? 150);
const timeoutMs = 600_000;
const callerCount = 10;

/** One event: a caller sends a request or disconnects early, or the proxy releases an upstream call. */
type Step =
  | {
      readonly ask: number;
      readonly about: number;
      readonly operation: number;
      readonly key: number;
      readonly replica: number;
    }
  | { readonly leave: number }
  | { readonly release: number; readonly how: Release };

/** The response to a caller, with the person that the request was about. */
interface Reply {
  readonly caller: Caller;
  readonly about: Person;
  readonly text: string;
}

const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        ask: fc.nat(callerCount - 1),
        about: fc.nat(1),
        operation: fc.nat(7),
        key: fc.nat(9),
        replica: fc.nat(1),
      }),
    },
    { weight: 1, arbitrary: fc.record({ leave: fc.nat(20) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        release: fc.nat(20),
        how: fc.constantFrom<Release>('forward', 'forward', 'forward', 'respond late', 'fail', 'reset'),
      }),
    },
  ),
  { minLength: 10, maxLength: 40 },
);

describe.each(hasRedis ? ['in one process', 'on two replicas with a Redis'] : ['in one process'])('%s', (where) => {
  let provider: IdentityProvider;
  let redis: TestRedis | undefined;
  let proxy: HeldProxy;
  let first: RunningGateway;
  let replicas: readonly RunningGateway[];
  let callers: readonly Caller[];
  /** Counts over all runs, to prove that every kind of event occurred. */
  const seen = {
    marks: new Set<string>(),
    tokens: new Map<string, Caller>(),
    joined: 0,
    refused: 0,
    left: 0,
    failed: 0,
  };

  beforeAll(async () => {
    provider = await startIdentityProvider();
    redis = where.includes('Redis') ? await startRedis() : undefined;
    const own = { ...provider.env, UPSTREAM_RETRIES: '1', ...(redis && { REDIS_URL: redis.url }) };
    first = await startTestGateway(own);
    seedWorlds(first.simulator);
    proxy = await startHeldProxy(first.simulator);
    const throughProxy = { ...own, PAYLINK_API_URL: proxy.apiUrl, PAYLINK_PCI_URL: proxy.pciUrl };
    const gateway = await startTestGateway(throughProxy);
    replicas = redis ? [gateway, await startTestGateway(throughProxy)] : [gateway];
    proxy.releaseAll();
    callers = await makeCallers(gateway, provider);
  });
  afterAll(async () => {
    await Promise.all([first, ...replicas].map((gateway) => gateway.stop()));
    await Promise.all([proxy.stop(), provider.stop(), redis?.stop()]);
  });

  it(
    'no response contains data of another caller, for any interleaving',
    async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (drawn) => {
          for (const reply of await run(drawn)) {
            expectOnlyOwn(reply);
            count(reply.text);
          }
        }),
        { seed, numRuns },
      );

      expect([...seen.marks].sort()).toEqual(worlds.map(({ mark }) => mark).sort());
      expect(seen.tokens.size).toBeGreaterThan(10);
      for (const times of [seen.joined, seen.refused, seen.left, seen.failed]) expect(times).toBeGreaterThan(0);
    },
    timeoutMs,
  );

  it('equal concurrent reads share one call per effective credential, and never across credentials', async () => {
    const [, , , , tokenOfOne, bearerOfOne, , , tokenOfOneAtB] = callers;
    const services = callers.filter(({ person }) => person === null);
    const endUsers = [tokenOfOne, bearerOfOne, tokenOfOneAtB].filter((caller) => caller !== undefined);
    first.simulator.clearCalls();
    proxy.hold();

    const asking = [...services, ...endUsers].flatMap((caller) => [caller, caller]);
    const asked = asking.map(async ({ headers }, index) => {
      const document = `{ one: user(identifier: "one") { accounts { company { name } } } of${index}: task(id: "${index}") { status } }`;
      const answer = await replicas[0]?.query(document, { headers });
      return answer?.data.one.accounts[0].company.name;
    });
    // Each query also reads its own task: once all of those calls are held, every query has started.
    const expected = services.length + 2;
    for (let turns = 0; turns < 10_000 && proxy.held() < expected + asking.length; turns += 1) await nextTurn();
    proxy.releaseAll();
    const answers = await Promise.all(asked);

    expect(new Set(answers)).toEqual(new Set(['mark-of-A-one', 'mark-of-B-one']));
    const accountCalls = first.simulator.requests().filter((call) => call.includes('accounts'));
    expect(accountCalls).toEqual(Array(expected).fill('GET /one/pay-link/accounts'));
  });

  /** Runs the steps, then releases all calls and waits for every response. */
  async function run(drawn: readonly Step[]): Promise<Reply[]> {
    const answers: Promise<Reply>[] = [];
    const clients: AbortController[] = [];
    proxy.hold();
    for (const step of drawn) {
      if ('ask' in step) {
        const leaving = new AbortController();
        clients.push(leaving);
        answers.push(ask(step, leaving.signal));
      } else if ('leave' in step) clients[step.leave]?.abort();
      else proxy.release(step.release, step.how);
      await nextTurn();
    }
    proxy.releaseAll();
    return Promise.all(answers);
  }

  async function ask(
    { ask, about, operation, key, replica }: Extract<Step, { ask: number }>,
    signal: AbortSignal,
  ): Promise<Reply> {
    const [caller, person] = [callers[ask], people[about]];
    const gateway = replicas[replica % replicas.length];
    if (!caller || !person || !gateway) throw new Error('A step has no caller, person or gateway.');
    const { query, variables } = operationsAbout(person, key)[operation] ?? operationsAbout(person, key)[0];
    try {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { ...caller.headers, 'content-type': 'application/json', 'x-paylink-explain': 'report' },
        body: JSON.stringify({ query, variables }),
        signal,
      });
      return { caller, about: person, text: `${JSON.stringify([...response.headers])}\n${await response.text()}` };
    } catch (error) {
      if (!signal.aborted) throw error;
      seen.left += 1;
      return { caller, about: person, text: '' };
    }
  }

  function expectOnlyOwn({ caller, about, text }: Reply): void {
    const isForeign = caller.person !== null && caller.person !== about;
    if (isForeign && text.includes('"status":')) throw new Error(`${caller.name} received a foreign task: ${text}`);
    for (const { mark } of worlds.filter(({ mark }) => text.includes(mark))) {
      if (!marksFor(caller).includes(mark)) throw new Error(`${caller.name} received ${mark}: ${text}`);
      seen.marks.add(mark);
    }
    for (const [, token = ''] of text.matchAll(/"publicToken":"(.*?)"/g)) {
      const owner = seen.tokens.get(token) ?? caller;
      if (owner !== caller) throw new Error(`${caller.name} received the token of ${owner.name}`);
      seen.tokens.set(token, caller);
    }
  }

  function count(text: string): void {
    seen.joined += Number(/"coalesced":[1-9]/.test(text));
    seen.refused += Number(text.includes('"FORBIDDEN"'));
    seen.failed += Number(/UPSTREAM_UNAVAILABLE|OUTCOME_UNKNOWN/.test(text));
  }
});

/** Services and end users of both customers, with every kind of credentials. */
async function makeCallers(gateway: RunningGateway, provider: IdentityProvider): Promise<readonly Caller[]> {
  const pair = (apiKey: string, apiSecret: string) => ({ 'x-api-key': apiKey, 'x-api-secret': apiSecret });
  const ofB = pair('second-key', 'second-secret');
  const token = async (identifier: string, headers = {}) => ({
    'x-public-token': await mintToken(gateway, identifier, { headers }),
  });
  const bearer = async (claims: Readonly<Record<string, unknown>>) => bearing(await provider.sign(claims));
  const scoped = { scope: 'paylink:sensitive paylink:write' };
  const callers: readonly Caller[] = [
    { name: 'service A', customer: 'A', person: null, headers: pair('demo-key', 'demo-secret') },
    { name: 'service A, rotated', customer: 'A', person: null, headers: pair('demo-key', 'demo-secret-rotated') },
    { name: 'service B', customer: 'B', person: null, headers: ofB },
    { name: 'bearer service A', customer: 'A', person: null, headers: await bearer({ scope: 'paylink:service' }) },
    { name: 'A one by token', customer: 'A', person: 'one', headers: await token('one') },
    { name: 'A one by bearer', customer: 'A', person: 'one', headers: await bearer({ sub: 'one', ...scoped }) },
    { name: 'A two by bearer', customer: 'A', person: 'two', headers: await bearer({ sub: 'two', ...scoped }) },
    { name: 'A two by token', customer: 'A', person: 'two', headers: await token('two') },
    { name: 'B one by token', customer: 'B', person: 'one', headers: await token('one', ofB) },
    { name: 'B two by token', customer: 'B', person: 'two', headers: await token('two', ofB) },
  ];
  expect(callers).toHaveLength(callerCount);
  return callers;
}
