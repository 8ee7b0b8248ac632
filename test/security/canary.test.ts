import { connect } from 'node:net';
import { text as readStream } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Fault, faultKinds } from '../../src/simulator/faults/faults.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { type Canary, canaries, findLeaks, type Leak, secretOf, secretsOf } from '../support/canaries.ts';
import { canariesOf, listCallers } from '../support/canary-callers.ts';
import {
  inputs,
  invalidInputs,
  listOperations,
  type Operation,
  rootFields,
  world,
} from '../support/canary-operations.ts';
import { type RawRequest, rawRequests } from '../support/canary-requests.ts';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { toApolloManifest, useManifests } from '../support/manifest.ts';
import { anyPorts, type TestProcess, useProcesses } from '../support/process.ts';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.ts';
import { startTap, type Tap } from '../support/tap.ts';

jest.setTimeout(120_000);

/** A text found in an output. `mayContain` names the canaries that belong there. */
interface Output {
  readonly where: string;
  readonly text: string;
  readonly mayContain?: (place: string) => boolean;
}

interface Channel {
  readonly name: string;
  readonly read: () => readonly Output[];
}

const processes = useProcesses(afterAll);
const writeManifest = useManifests();
const outputs = { responses: [] as Output[], positive: [] as Output[], metrics: '', stdout: '', stderr: '' };
const minted = new Set<string>();
let headerCanaries: readonly Canary[] = [];
let simulator: Simulator;
let provider: IdentityProvider;
let redis: TestRedis | null;
/** Everything that the gateway sends to other services; `store` is null without a Redis. */
let api: Tap;
let pci: Tap;
let issuer: Tap;
let store: Tap | null;

/** All outputs that could contain a secret. Add new ones here, such as exported spans. */
const channels: readonly Channel[] = [
  { name: 'stdout', read: () => [{ where: 'stdout', text: outputs.stdout }] },
  { name: 'stderr', read: () => [{ where: 'stderr', text: outputs.stderr }] },
  { name: 'responses', read: () => outputs.responses },
  { name: 'metrics', read: () => [{ where: '/metrics', text: outputs.metrics }] },
  { name: 'data sent to Redis', read: () => [{ where: 'Redis', text: store?.sent() ?? '' }] },
  { name: 'data sent to the token issuer', read: () => [{ where: 'issuer', text: issuer.sent() }] },
  {
    name: 'data sent to the API host',
    read: () => [{ where: 'API host', text: api.sent(), mayContain: isForApiHost }],
  },
  {
    name: 'the call log of the API host',
    read: () => [
      { where: 'calls', text: JSON.stringify(simulator.calls()), mayContain: (place) => /^x-api-key/.test(place) },
    ],
  },
];

/** The API host receives accounts, identities and key pairs, but never card data, Galileo credentials or tokens. */
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
      // Every document is logged, because none is trusted.
      TRUSTED_DOCUMENTS: writeManifest(toApolloManifest([{ id: 'a', name: 'A', body: '{ viewer { id } }' }])),
      TRUSTED_DOCUMENTS_MODE: 'log',
      ...(store && { REDIS_URL: store.url.replace('http:', 'redis:'), RATE_LIMIT: '1000000/s' }),
      PAYLINK_API_URL: api.url,
      PAYLINK_PCI_URL: pci.url,
      // The most verbose level, which includes all others.
      LOG_LEVEL: 'trace',
      UPSTREAM_TIMEOUT_MS: '300',
      UPSTREAM_CALL_BUDGET: '100000',
      MAX_ANSWER_FIELDS: '1000000',
      // Without a breaker, earlier faults do not prevent later ones.
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

    expect(texts.flatMap(findMisplaced)).toEqual([]);
  });
});

describe('the search for canaries', () => {
  it('finds every input canary in the data sent to the PCI host', () => {
    const places = new Set(findLeaks(pci.sent(), canaries).map(({ place }) => place));

    const given = canaries.map(({ place }) => place).filter((place) => /Input\./.test(place));
    expect([...places].sort()).toEqual(given.toSorted());
  });

  it('finds every selected canary in the responses', () => {
    const places = new Set(outputs.positive.flatMap(({ text }) => findLeaks(text, canaries)).map(({ place }) => place));

    const answered = canaries.map(({ place }) => place).filter((place) => !/Input\.|publicToken/.test(place));
    expect([...places].sort()).toEqual(answered.toSorted());
    expect(minted.size).toBeGreaterThan(0);
  });

  it.each([
    ['unchanged', (secret: string) => secret],
    ['in capitals', (secret: string) => secret.toUpperCase()],
    ['reversed', (secret: string) => [...secret].reverse().join('')],
    ['in base64', (secret: string) => Buffer.from(`{"a":"${secret}"}`).toString('base64')],
    ['in base64url', (secret: string) => Buffer.from(`a: ${secret}`).toString('base64url')],
    ['in hexadecimal', (secret: string) => Buffer.from(secret).toString('hex')],
    ['in a URL', (secret: string) => new URLSearchParams({ secret }).toString()],
  ])('finds every canary %s', (_how, encode) => {
    // Four digits occur by chance in base64, so short canaries are searched in other forms only.
    const sought = canaries.filter(({ secret }) => secret.length > 4);

    const missed = sought.filter((canary) => findLeaks(`{"msg":"${encode(canary.secret)}"}`, [canary]).length === 0);

    expect(missed).toEqual([]);
  });

  it('covers every operation of the schema', () => {
    expect(Object.keys(inputs).sort()).toEqual(rootFields.toSorted());
  });

  it('reads channels with content', () => {
    expect(outputs.stdout).toMatch(/"msg":"upstream call failed"/);
    expect(outputs.stdout).toMatch(/"msg":"operation is not a trusted document by id"/);
    expect(outputs.responses.length).toBeGreaterThan(200);
    expect(api.sent()).toContain('PUT /user');
    expect(issuer.sent()).toContain('GET /jwks');
    if (hasRedis) expect(store?.sent()).toMatch(/\nSET\r[\s\S]*\nEVAL/);
  });
});

function findMisplaced({ where, text, mayContain }: Output): (Leak & { where: string })[] {
  const tokens = [...minted].map((secret) => ({ place: 'AccessToken.publicToken', secret }));
  const sought = [...canaries, ...headerCanaries, ...tokens].filter(({ place }) => !mayContain?.(place));
  return findLeaks(text, sought).map((leak) => ({ where, ...leak }));
}

async function drive(gateway: TestProcess): Promise<void> {
  const { url } = JSON.parse(await gateway.find(/\n/)) as { url: string };
  seed();
  for (const operation of listOperations(true)) await askForSecrets(url, operation);
  for (const operation of listOperations(false)) await ask(url, operation);
  for (const data of invalidInputs) {
    for (const { name, query } of listOperations(false).filter(({ name }) => name.startsWith('Mutation.'))) {
      const input = name.endsWith('updateUser') ? { identifier: 'x', data } : { identifier: 'x', ...data };
      await ask(url, { name: `${name}, invalid`, query, variables: { input } });
    }
  }
  // With an idempotency key, so that the outcome is stored.
  for (const { name, query, variables } of listOperations(true).filter(({ name }) => name.startsWith('Mutation.'))) {
    const input = { ...(variables.input as object), idempotencyKey: `of ${JSON.stringify(variables).length}` };
    for (const what of ['with a key', 'again']) {
      await askForSecrets(url, { name: `${name} ${what}`, query, variables: { input } });
    }
  }
  for (const request of rawRequests) await send(url, request);
  await sendGarbage(url);
  await askAsOthers(url);
  for (const fault of listFaults()) await askThrough(url, fault);
  const metrics = await fetch(`${url}/metrics`);
  outputs.metrics = await metrics.text();
  Object.assign(outputs, await gateway.stop());
}

/** Seeds the upstream with a canary in every sensitive output. */
function seed(): void {
  const { user, account, task } = world;
  simulator.addAccount({
    user,
    id: account,
    account: {
      data: { note: secretOf('PayLinkAccount.data') },
      billing: { ...secretsOf('Billing'), amount: 1, paymentMethods: [secretsOf('PaymentMethod')] },
      undocumented: secretOf('PayLinkAccount.raw'),
      identities: [secretsOf('Identity')],
    },
  });
  simulator.addTask({ user, id: task, linkedAccount: account, metadata: { note: secretOf('Task.metadata') } });
}

/** Selects every sensitive field, so the response may contain all their canaries. */
async function askForSecrets(url: string, operation: Operation): Promise<void> {
  const answer = await ask(url, operation, {}, (place) => !place.includes('Input.'));
  outputs.positive.push(answer);
  for (const [, token = ''] of answer.text.matchAll(/"publicToken":"(.*?)"/g)) minted.add(token);
}

async function askThrough(url: string, fault: Fault): Promise<void> {
  simulator.addFault(fault);
  await Promise.all(listOperations(false).map((operation) => ask(url, operation)));
  simulator.clearFaults();
}

/** Every kind of fault with all its options, and with an echo of all secrets as its body. */
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
  mayContain?: Output['mayContain'],
): Promise<Output> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  };
  return send(url, { what: name, init }, mayContain);
}

async function send(
  url: string,
  { what, path = '/graphql', init }: RawRequest,
  mayContain?: Output['mayContain'],
): Promise<Output> {
  const response = await fetch(url + path, { redirect: 'manual', ...init });
  // The digits of a length may match a canary by chance.
  const headers = [...response.headers].filter(([name]) => name !== 'content-length');
  const text = `${JSON.stringify(headers)}\n${await response.text()}`;
  const answer = { where: `${response.status} ${what}`, text, ...(mayContain && { mayContain }) };
  outputs.responses.push(answer);
  return answer;
}

/** Sends bytes that are not HTTP. */
async function sendGarbage(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(`${secretOf('CardDetailsInput.number')} /${secretOf('GalileoInput.apiTransKey')}\r\n\r\n`);
  outputs.responses.push({ where: 'garbage', text: await readStream(socket) });
}
