import { connect } from 'node:net';
import { text as readStream } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Fault, faultKinds } from '../../src/simulator/faults/faults.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { type Canary, canaries, findLeaks, type Leak, secretOf, secretsOf } from '../support/canaries.ts';
import { canariesOf, listCallers } from '../support/canary-callers.ts';
import {
  inputs,
  listOperations,
  type Operation,
  rootFields,
  spoiltInputs,
  world,
} from '../support/canary-operations.ts';
import { type RawRequest, rawRequests } from '../support/canary-requests.ts';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { toApolloManifest, useManifests } from '../support/manifest.ts';
import { anyPorts, type TestProcess, useProcesses } from '../support/process.ts';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.ts';
import { startTap, type Tap } from '../support/tap.ts';

jest.setTimeout(120_000);

/** What was told in one place, and to whom some of it may be. */
interface Told {
  readonly where: string;
  readonly text: string;
  readonly mayHold?: (place: string) => boolean;
}

interface Channel {
  readonly name: string;
  readonly read: () => readonly Told[];
}

const processes = useProcesses(afterAll);
const writeManifest = useManifests();
const told = { answers: [] as Told[], positive: [] as Told[], metrics: '', stdout: '', stderr: '' };
const minted = new Set<string>();
let headerCanaries: readonly Canary[] = [];
let simulator: Simulator;
let provider: IdentityProvider;
let redis: TestRedis | null;
/** What is sent to each that the gateway talks to; to Redis only where there is one. */
let api: Tap;
let pci: Tap;
let issuer: Tap;
let store: Tap | null;

/** Where a secret could turn up. Add what is new, such as the spans that are exported. */
const channels: readonly Channel[] = [
  { name: 'stdout', read: () => [{ where: 'stdout', text: told.stdout }] },
  { name: 'stderr', read: () => [{ where: 'stderr', text: told.stderr }] },
  { name: 'answers', read: () => told.answers },
  { name: 'metrics', read: () => [{ where: '/metrics', text: told.metrics }] },
  { name: 'what Redis is sent', read: () => [{ where: 'Redis', text: store?.sent() ?? '' }] },
  { name: 'what the issuer of tokens is sent', read: () => [{ where: 'issuer', text: issuer.sent() }] },
  { name: 'what the API host is sent', read: () => [{ where: 'API host', text: api.sent(), mayHold: isForApiHost }] },
  {
    name: 'the call log of the API host',
    read: () => [
      { where: 'calls', text: JSON.stringify(simulator.calls()), mayHold: (place) => /^x-api-key/.test(place) },
    ],
  },
];

/** No card data, nor what opens it, and no token: the API host judges key pairs, and is told of accounts and people. */
function isForApiHost(place: string): boolean {
  return /^(AccountDetailsInput|IdentityInput)\.|^x-api-/.test(place);
}

beforeAll(async () => {
  simulator = await startSimulator({ port: 0, pciPort: 0 });
  provider = await startIdentityProvider();
  redis = hasRedis ? await startRedis() : null;
  const { AUTH_JWKS_URL = '' } = provider.env;
  const { apiUrl, pciUrl } = simulator;
  [api, pci, issuer] = await Promise.all([startTap(apiUrl), startTap(pciUrl), startTap(AUTH_JWKS_URL)]);
  store = redis && (await startTap(redis.url));
  const gateway = processes.startCli(['start'], {
    env: {
      ...anyPorts,
      ...provider.env,
      AUTH_JWKS_URL: `${issuer.url}/jwks`,
      // Each document that is not trusted is logged, and none is.
      TRUSTED_DOCUMENTS: writeManifest(toApolloManifest([{ id: 'a', name: 'A', body: '{ viewer { id } }' }])),
      TRUSTED_DOCUMENTS_MODE: 'log',
      ...(store && { REDIS_URL: store.url.replace('http:', 'redis:'), RATE_LIMIT: '1000000/s' }),
      PAYLINK_API_URL: api.url,
      PAYLINK_PCI_URL: pci.url,
      // The finest level holds what every other one does.
      LOG_LEVEL: 'trace',
      UPSTREAM_TIMEOUT_MS: '300',
      UPSTREAM_CALL_BUDGET: '100000',
      // Every fault is to be met, and not kept away by the ones before it.
      UPSTREAM_BREAKER_CALLS: '0',
    },
  });
  await drive(gateway);
});
afterAll(async () => {
  await Promise.all([api, pci, issuer, store].map((tap) => tap?.stop()));
  await Promise.all([simulator.stop(), provider.stop(), redis?.stop()]);
});

describe('no canary is found in', () => {
  it.each(channels)('$name', ({ read }) => {
    const texts = read();

    expect(texts.flatMap(findForeign)).toEqual([]);
  });
});

describe('the search for canaries', () => {
  it('finds each that belongs to the PCI host there, so that each was sent', () => {
    const places = new Set(findLeaks(pci.sent(), canaries).map(({ place }) => place));

    const given = canaries.map(({ place }) => place).filter((place) => /Input\./.test(place));
    expect([...places].sort()).toEqual(given.toSorted());
  });

  it('finds each that was asked for in the answer to that', () => {
    const places = new Set(told.positive.flatMap(({ text }) => findLeaks(text, canaries)).map(({ place }) => place));

    const answered = canaries.map(({ place }) => place).filter((place) => !/Input\.|publicToken/.test(place));
    expect([...places].sort()).toEqual(answered.toSorted());
    expect(minted.size).toBeGreaterThan(0);
  });

  it.each([
    ['as it is', (secret: string) => secret],
    ['in capitals', (secret: string) => secret.toUpperCase()],
    ['reversed', (secret: string) => [...secret].reverse().join('')],
    ['in base64', (secret: string) => Buffer.from(`{"a":"${secret}"}`).toString('base64')],
    ['in base64url', (secret: string) => Buffer.from(`a: ${secret}`).toString('base64url')],
    ['in hexadecimal', (secret: string) => Buffer.from(secret).toString('hex')],
    ['in a URL', (secret: string) => new URLSearchParams({ secret }).toString()],
  ])('finds each %s', (_how, encode) => {
    // In base64, four digits are as good as random: they are sought in every other form.
    const sought = canaries.filter(({ secret }) => secret.length > 4);

    const missed = sought.filter((canary) => findLeaks(`{"msg":"${encode(canary.secret)}"}`, [canary]).length === 0);

    expect(missed).toEqual([]);
  });

  it('leaves no operation of the schema out', () => {
    expect(Object.keys(inputs).sort()).toEqual(rootFields.toSorted());
  });

  it('reads channels that something was told in', () => {
    expect(told.stdout).toMatch(/"msg":"upstream call failed"/);
    expect(told.stdout).toMatch(/"msg":"operation is not a trusted document by id"/);
    expect(told.answers.length).toBeGreaterThan(200);
    expect(api.sent()).toContain('PUT /user');
    expect(issuer.sent()).toContain('GET /jwks');
    if (hasRedis) expect(store?.sent()).toMatch(/\nSET\r[\s\S]*\nEVAL/);
  });
});

function findForeign({ where, text, mayHold }: Told): (Leak & { where: string })[] {
  const tokens = [...minted].map((secret) => ({ place: 'AccessToken.publicToken', secret }));
  const sought = [...canaries, ...headerCanaries, ...tokens].filter(({ place }) => !mayHold?.(place));
  return findLeaks(text, sought).map((leak) => ({ where, ...leak }));
}

async function drive(gateway: TestProcess): Promise<void> {
  const { url } = JSON.parse(await gateway.find(/\n/)) as { url: string };
  seed();
  for (const operation of listOperations(true)) await expectSecrets(url, operation);
  for (const operation of listOperations(false)) await ask(url, operation);
  for (const data of spoiltInputs) {
    for (const { name, query } of listOperations(false).filter(({ name }) => name.startsWith('Mutation.'))) {
      const input = name.endsWith('updateUser') ? { identifier: 'x', data } : { identifier: 'x', ...data };
      await ask(url, { name: `${name}, spoilt`, query, variables: { input } });
    }
  }
  // By a key, so that what it came to is kept.
  for (const { name, query, variables } of listOperations(true).filter(({ name }) => name.startsWith('Mutation.'))) {
    const input = { ...(variables.input as object), idempotencyKey: `of ${JSON.stringify(variables).length}` };
    for (const what of ['with a key', 'again']) {
      await expectSecrets(url, { name: `${name} ${what}`, query, variables: { input } });
    }
  }
  for (const request of rawRequests) await send(url, request);
  await sendGarbage(url);
  await askAsOthers(url);
  for (const fault of listFaults()) await askThrough(url, fault);
  const metrics = await fetch(`${url}/metrics`);
  told.metrics = await metrics.text();
  Object.assign(told, await gateway.stop());
}

/** Each output that is sensitive, as the upstream holds it. */
function seed(): void {
  const { user, account, task } = world;
  simulator.addAccount({
    user,
    id: account,
    account: {
      data: { note: secretOf('PayLinkAccount.data') },
      billing: { ...secretsOf('Billing'), amount: 1 },
      identities: [secretsOf('Identity')],
    },
  });
  simulator.addTask({ user, id: task, linkedAccount: account, metadata: { note: secretOf('Task.metadata') } });
}

/** Asks for all that is sensitive, which its answer may therefore hold. */
async function expectSecrets(url: string, operation: Operation): Promise<void> {
  const answer = await ask(url, operation, {}, (place) => !place.includes('Input.'));
  told.positive.push(answer);
  for (const [, token = ''] of answer.text.matchAll(/"publicToken":"(.*?)"/g)) minted.add(token);
}

async function askThrough(url: string, fault: Fault): Promise<void> {
  simulator.addFault(fault);
  await Promise.all(listOperations(false).map((operation) => ask(url, operation)));
  simulator.clearFaults();
}

/** Every kind of fault, with whatever any of them asks for, and an echo of all secrets where it has a body. */
function listFaults(): Fault[] {
  const echo = {
    code: Number(secretOf('AccountDetailsInput.accountNumber')),
    message: canaries.map(({ secret }) => secret).join(),
    data: canaries,
  };
  const statuses = [200, 302, 400, 401, 403, 404, 418, 422, 429, 500, 503];
  const common = { route: '*', ms: 1, field: 'status', status: 500, body: echo } as const;
  const others = { ...common, status: 403, encoding: 'gzip', number: '1', row: 0, value: echo } as const;
  return [
    ...faultKinds.map((kind) => ({ ...others, kind }) as Fault),
    ...statuses.map(
      (status): Fault => ({ ...common, kind: 'status', status, retryAfter: secretOf('CardDetailsInput.number') }),
    ),
    ...statuses.map((status): Fault => ({ ...common, kind: 'status', status, body: JSON.stringify(echo) })),
  ];
}

async function askAsOthers(url: string): Promise<void> {
  const [publicToken = ''] = minted;
  const callers = await listCallers(provider, world.user, publicToken);
  headerCanaries = canariesOf(callers);
  for (const headers of callers) for (const operation of listOperations(false)) await ask(url, operation, headers);
}

function ask(
  url: string,
  { name, query, variables }: Operation,
  headers: Readonly<Record<string, string>> = {},
  mayHold?: Told['mayHold'],
): Promise<Told> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  };
  return send(url, { what: name, init }, mayHold);
}

async function send(
  url: string,
  { what, path = '/graphql', init }: RawRequest,
  mayHold?: Told['mayHold'],
): Promise<Told> {
  const response = await fetch(url + path, { redirect: 'manual', ...init });
  // A length is as good as random.
  const headers = [...response.headers].filter(([name]) => name !== 'content-length');
  const text = `${JSON.stringify(headers)}\n${await response.text()}`;
  const answer = { where: `${response.status} ${what}`, text, ...(mayHold && { mayHold }) };
  told.answers.push(answer);
  return answer;
}

/** What no client would send: it is not even HTTP. */
async function sendGarbage(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(`${secretOf('CardDetailsInput.number')} /${secretOf('GalileoInput.apiTransKey')}\r\n\r\n`);
  told.answers.push({ where: 'garbage', text: await readStream(socket) });
}
