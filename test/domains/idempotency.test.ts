import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Answer, useGateway } from '../support/gateway.ts';

const gateway = useGateway();

/** A new key for each test, because the gateway remembers used keys. */
let key: string;
beforeEach(() => {
  key = randomUUID();
});

const mint =
  'mutation ($input: CreateAccessTokenInput!) { result: createAccessToken(input: $input) { accessToken { publicToken expiresAt } user { identifier } userErrors { code field } } }';
const update =
  'mutation ($input: UpdateUserInput!) { result: updateUser(input: $input) { user { identifier } userErrors { code field } } }';
const end =
  'mutation ($input: EndMonitoringInput!) { result: endMonitoring(input: $input) { user { identifier } userErrors { code field } } }';

const cards = [{ number: '4111111111111111', expiry: '12/30', cvv: '123', title: 'Blue Visa' }];

const mutations = [
  { name: 'createAccessToken', document: mint, input: { identifier: 'ada', cards }, route: 'POST /access-token' },
  { name: 'updateUser', document: update, input: { identifier: 'ada', data: { cards } }, route: 'PUT /user' },
  { name: 'endMonitoring', document: end, input: { identifier: 'ada' }, route: 'PUT /user/ada/end-monitoring' },
] as const;

const second = { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' };

const run = (document: string, input: object, headers: Record<string, string> = {}): Promise<Answer> =>
  gateway.query(document, { variables: { input }, headers });

const codesOf = ({ errors }: Answer) => errors.map(({ extensions }) => extensions.code);
const refusedKey = (code: string) => [{ code, field: ['input', 'idempotencyKey'] }];

describe.each(mutations)('$name with an idempotency key', ({ document, input, route }) => {
  it('returns the first result for a repeated write and sends nothing', async () => {
    const first = await run(document, { ...input, idempotencyKey: key });

    const again = await run(document, { ...input, idempotencyKey: key });

    expect(first.errors).toEqual([]);
    expect(again.data).toEqual(first.data);
    expect(gateway.simulator.requests()).toEqual([route]);
  });

  it('refuses the key for another input and sends nothing', async () => {
    await run(document, { ...input, idempotencyKey: key });

    const { data } = await run(document, { ...input, identifier: 'grace', idempotencyKey: key });

    expect(data.result).toMatchObject({ user: null, userErrors: refusedKey('CONFLICT') });
    expect(gateway.simulator.requests()).toEqual([route]);
  });

  it('sends one write for two concurrent requests', async () => {
    gateway.simulator.addFault({ route: '*', kind: 'latency', ms: 200 });

    const [one, other] = await Promise.all([
      run(document, { ...input, idempotencyKey: key }),
      run(document, { ...input, idempotencyKey: key }),
    ]);

    expect(one.errors).toEqual([]);
    expect(other.data).toEqual(one.data);
    expect(gateway.simulator.requests()).toEqual([route]);
  });

  it('sends a new write for another caller, for another key and without a key', async () => {
    await run(document, { ...input, idempotencyKey: key });
    await run(document, { ...input, idempotencyKey: key }, second);
    await run(document, { ...input, idempotencyKey: `${key}-2` });
    await run(document, input);
    await run(document, input);

    expect(gateway.simulator.calls().map(({ apiKey }) => apiKey)).toEqual([
      'demo-key',
      'second-key',
      ...Array.from({ length: 3 }, () => 'demo-key'),
    ]);
  });

  it('accepts the key again after a write that failed without effect', async () => {
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 503, times: 1 });

    expect(codesOf(await run(document, { ...input, idempotencyKey: key }))).toEqual(['UPSTREAM_UNAVAILABLE']);
    const { data } = await run(document, { ...input, idempotencyKey: key });

    expect(data.result.userErrors).toEqual([]);
    expect(gateway.simulator.requests()).toEqual([route, route]);
  });

  it('accepts the key with corrected input after a refusal', async () => {
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 422, times: 1 });
    await run(document, { ...input, idempotencyKey: key });

    const { data } = await run(document, { ...input, identifier: 'grace', idempotencyKey: key });

    expect(data.result.userErrors).toEqual([]);
  });

  it('does not resend a write that may have taken effect', async () => {
    gateway.simulator.addFault({ route: '*', kind: 'reset', times: 1 });

    const answers = [
      await run(document, { ...input, idempotencyKey: key }),
      await run(document, { ...input, idempotencyKey: key }),
    ];

    expect(answers.map(codesOf)).toEqual([['OUTCOME_UNKNOWN'], ['OUTCOME_UNKNOWN']]);
    expect(gateway.simulator.requests()).toEqual([route]);
  });

  it.each(['', ' ', 'x'.repeat(256), '\ud800'])('refuses an invalid key: %j', async (bad) => {
    const { data } = await run(document, { ...input, idempotencyKey: bad });

    expect(data.result.userErrors).toEqual(refusedKey(bad.trim() === '' ? 'REQUIRED' : 'INVALID'));
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('an idempotency key', () => {
  it('is separate for each mutation', async () => {
    for (const { document, input } of mutations) {
      expect((await run(document, { ...input, idempotencyKey: key })).data.result.userErrors).toEqual([]);
    }

    expect(gateway.simulator.requests()).toHaveLength(3);
  });

  it('recognizes the same input in another order, and with null for absent values', async () => {
    await run(mint, { identifier: 'ada', cards, idempotencyKey: key });

    const [card] = cards.map((each) => Object.fromEntries(Object.entries(each).reverse()));
    const { data } = await run(mint, { idempotencyKey: key, accounts: null, cards: [card], identifier: 'ada' });

    expect(data.result.userErrors).toEqual([]);
    expect(gateway.simulator.requests()).toHaveLength(1);
  });

  it('makes two equal mutations of one document a single write', async () => {
    const document = `mutation ($input: EndMonitoringInput!) {
      one: endMonitoring(input: $input) { userErrors { code } }
      two: endMonitoring(input: $input) { userErrors { code } }
    }`;

    const { data } = await run(document, { identifier: 'ada', idempotencyKey: key });

    expect(data).toEqual({ one: { userErrors: [] }, two: { userErrors: [] } });
    expect(gateway.simulator.requests()).toHaveLength(1);
  });
});
