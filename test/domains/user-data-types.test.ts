import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const secret = '4111111111111111';
const selection = '{ userErrors { code } }';
const createAccessToken = `mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) ${selection} }`;

const galileo = {
  apiLogin: 'login',
  apiTransKey: secret,
  providerId: '42',
  transactionId: '7f6f2e1c-3a54-4c8e-9d2b-0e5a1b6c7d8f',
  accountNo: '999900001111',
  apiUrl: 'https://galileo.example.com',
};

describe('a payment service', () => {
  it.each([
    { what: 'none', paymentService: {}, message: /[Ee]xactly one/ },
    { what: 'one that is null', paymentService: { galileo: null }, message: /GalileoInput|non-null/ },
    { what: 'two', paymentService: { galileo, other: galileo }, message: /"other" is not defined/ },
    { what: 'an incomplete one', paymentService: { galileo: { apiLogin: 'x' } }, message: /"apiTransKey"/ },
  ])('must be exactly one, and GraphQL refuses $what', async ({ paymentService, message }) => {
    const cards = [{ lastFour: '1111', title: 'Blue Visa', paymentService }];

    const answer = await gateway.query(createAccessToken, { variables: { input: { identifier: 'ada', cards } } });

    expect(answer.status).toBe(400);
    expect(answer.errors).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(message),
        extensions: { code: 'BAD_USER_INPUT', retryable: false },
      }),
    ]);
    expect(JSON.stringify(answer)).not.toContain(secret);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('must be exactly one in a literal, too', async () => {
    const answer = await gateway.query(`mutation {
      createAccessToken(input: { identifier: "ada", cards: [{ lastFour: "1111", title: "x", paymentService: {} }] })
        ${selection}
    }`);

    expect(answer.status).toBe(400);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('a value of the wrong type', () => {
  it.each([
    { what: 'a number', number: Number(secret) },
    { what: 'a list', number: [secret] },
    { what: 'an object', number: { value: secret } },
    { what: 'an object of that name', number: { [secret]: true } },
    { what: 'a list of objects', number: [{ value: secret }] },
  ])('is refused without being quoted: $what for a string', async ({ number }) => {
    await expectRefused({ cards: [{ number }] });
  });

  it.each([
    { what: 'a string for an enum', input: { cards: [{ number: secret, cardType: secret }] } },
    { what: 'an object for an enum', input: { cards: [{ number: secret, cardType: { value: secret } }] } },
    { what: 'a string for an integer', input: { tokenLifetime: secret } },
    { what: 'an object for an integer', input: { tokenLifetime: { value: secret } } },
    { what: 'a string for a card', input: { cards: [secret] } },
    { what: 'an object in a card in place of a list', input: { cards: { number: { value: secret } } } },
    { what: 'an object for an identifier', input: { identifier: { value: secret } } },
    { what: 'a string for a payment service', input: { cards: [{ lastFour: '1111', paymentService: secret }] } },
  ])('is refused without being quoted: $what', async ({ input }) => {
    await expectRefused(input);
  });

  it.each([
    { what: 'a number', literal: secret },
    { what: 'a list', literal: `["${secret}"]` },
    { what: 'an object', literal: `{ value: "${secret}" }` },
    { what: 'an enum value', literal: `CARD_${secret}` },
    { what: 'a block string for an enum', literal: 'null', rest: `, cardType: """${secret}"""` },
  ])('is refused without being quoted as a literal: $what', async ({ literal, rest = '' }) => {
    const answer = await gateway.query(`mutation {
      createAccessToken(input: { identifier: "ada", cards: [{ number: ${literal}${rest} }] }) ${selection}
    }`);

    expect(answer.status).toBe(400);
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(answer.errors)).not.toContain(secret);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it.each([
    { what: 'a string without a colon', literal: `number "${secret}"` },
    { what: 'a number without a colon', literal: `number ${secret}` },
    { what: 'an unterminated string', literal: `number: "${secret}` },
    { what: 'a number followed by letters', literal: `number: ${secret}x` },
  ])('is not quoted in a syntax error: $what', async ({ literal }) => {
    const answer = await gateway.query(`mutation {
      createAccessToken(input: { identifier: "ada", cards: [{ ${literal} }] }) ${selection}
    }`);

    expect(answer.status).toBe(400);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }]);
    expect(JSON.stringify(answer.errors)).not.toContain(secret);
  });
});

async function expectRefused(input: object): Promise<void> {
  const answer = await gateway.query(createAccessToken, { variables: { input: { identifier: 'ada', ...input } } });

  expect(answer.status).toBe(400);
  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', retryable: false } }]);
  expect(JSON.stringify(answer)).not.toContain(secret);
  expect(JSON.stringify(gateway.logs())).not.toContain(secret);
  expect(gateway.simulator.requests()).toEqual([]);
}
