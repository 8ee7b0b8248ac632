import { describe, expect, it } from '@jest/globals';
import { KEY_PAIR, send, start } from './harness.ts';

const GALILEO = { apiLogin: 'a', apiTransKey: 'b', providerId: 'c', transactionId: 'd', accountNo: 'e', apiUrl: 'f' };
const withCard = (card: unknown) => ({ identifier: 'new', cards: [card] });
const withAccount = (account: unknown) => ({ identifier: 'new', accounts: [account] });

const REFUSED: readonly (readonly [field: string, body: unknown])[] = [
  ['identifier', {}],
  ['identifier', { identifier: '' }],
  ['identifier', { identifier: 7 }],
  ['The body', []],
  ['The body', null],
  ['tokenLifetime', { identifier: 'new', tokenLifetime: 1_799 }],
  ['tokenLifetime', { identifier: 'new', tokenLifetime: 2_592_001 }],
  ['tokenLifetime', { identifier: 'new', tokenLifetime: 1_800.5 }],
  ['tokenLifetime', { identifier: 'new', tokenLifetime: '3600' }],
  ['cards', { identifier: 'new', cards: {} }],
  ['cards.0', withCard('4242')],
  ['cards.0.lastFour', withCard({})],
  ['cards.0.title', withCard({ lastFour: '4242' })],
  ['cards.0.lastFour', withCard({ lastFour: '42', title: 'Visa' })],
  ['cards.0.number', withCard({ number: 4242424242424242 })],
  ['cards.0.number', withCard({ number: '4242 4242 4242 4242' })],
  ['cards.0.cvv', withCard({ number: '4242424242424242', cvv: 123 })],
  ['cards.0.cardType', withCard({ number: '4242424242424242', cardType: 'gift' })],
  ['cards.0.paymentService.galileo', withCard({ lastFour: '4242', title: 'Visa', paymentService: {} })],
  ['cards.0.title', withCard({ lastFour: '4242', paymentService: { galileo: GALILEO } })],
  ...Object.keys(GALILEO).map((key) => {
    const galileo = { ...GALILEO, [key]: undefined };
    return [
      `cards.0.paymentService.galileo.${key}`,
      withCard({ lastFour: '4242', title: 'Visa', paymentService: { galileo } }),
    ] as const;
  }),
  ['accounts.0', withAccount({ routingNumber: '110000000' })],
  ['accounts.0.accountNumber', withAccount({ accountNumber: 123456789 })],
  ['accounts.0.accountNumberLastFour', withAccount({ accountNumberLastFour: '67890' })],
  ['accounts.0.type', withAccount({ accountNumberLastFour: '6789', type: 'gold' })],
  ['identity.firstName', { identifier: 'new', identity: { firstName: null } }],
  ['identity.postalCode', { identifier: 'new', identity: { postalCode: 62704 } }],
  ['identity', { identifier: 'new', identity: 'Ann' }],
];

describe('POST /access-token', () => {
  it.each(REFUSED)('refuses an invalid %s and stores nothing: %j', async (field, body) => {
    const simulator = await start();

    const answer = await send(simulator, 'POST', '/access-token', body);

    expect(answer.status).toBe(422);
    expect(answer.body).toEqual({ code: 42200, message: expect.stringMatching(new RegExp(`^${field} `)) });
    expect(simulator.findUser('new')).toBeUndefined();
  });
});

describe('PUT /user', () => {
  it.each([
    ['data', { identifier: 'new' }],
    ['data', { identifier: 'new', data: [] }],
    ['identifier', { data: {} }],
    ['data.cards.0.title', { identifier: 'new', data: { cards: [{ lastFour: '4242' }] } }],
    ['data.accounts.0', { identifier: 'new', data: { accounts: [{}] } }],
    ['data.identity.email', { identifier: 'new', data: { identity: { email: 1 } } }],
  ])('refuses an invalid %s', async (field, body) => {
    const simulator = await start();

    const answer = await send(simulator, 'PUT', '/user', body);

    expect(answer.status).toBe(422);
    expect(answer.body.message).toMatch(new RegExp(`^${field} `));
    expect(simulator.findUser('new')).toBeUndefined();
  });
});

describe('a body that is not JSON', () => {
  it.each(['{"identifier": "ada"', '', 'ada', '\u0000'])('is a bad request: %j', async (body) => {
    const answer = await send(await start(), 'POST', '/access-token', body);

    expect([answer.status, answer.body]).toEqual([400, { code: 40001, message: 'The request body is not valid JSON' }]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'nonsense'])(
    'is a bad request with the content type %s',
    async (contentType) => {
      const simulator = await start();
      const headers = { ...KEY_PAIR, 'content-type': contentType };

      const answer = await send(simulator, 'PUT', '/user', { identifier: 'new', data: {} }, headers);

      expect([answer.status, answer.body.code]).toEqual([400, 40000]);
      expect(simulator.findUser('new')).toBeUndefined();
    },
  );

  it('has a maximum size', async () => {
    const answer = await send(await start(), 'POST', '/access-token', ' '.repeat(2 ** 20 + 1));

    expect([answer.status, answer.body.code]).toEqual([413, 41300]);
  });
});

describe('an error', () => {
  it('never repeats submitted values', async () => {
    const simulator = await start();
    const canary = 'CANARY-5105105105105100';
    const bodies = [
      { identifier: { canary } },
      { identifier: 'new', tokenLifetime: canary },
      withCard({ number: canary }),
      withCard({ number: '4242424242424242', cardType: canary }),
      withCard(canary),
      withAccount({ accountNumber: canary, type: canary }),
      withCard({ title: canary, cvv: canary, paymentService: { galileo: { apiTransKey: canary } } }),
    ];

    const answers = await Promise.all([
      ...bodies.map((body) => send(simulator, 'POST', '/access-token', body)),
      send(simulator, 'POST', '/access-token', canary),
      send(simulator, 'GET', `/user/${canary}/tasks?status=${canary}`),
      send(simulator, 'GET', `/user/${canary}/tasks`),
      send(simulator, 'GET', `/${canary}/%ff`),
    ]);

    for (const { status, text } of answers) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toContain('CANARY');
    }
  });
});
