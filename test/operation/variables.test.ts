import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const secret = '4111111111111111';

const mutation =
  'mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { userErrors { code } } }';
const withCard = (card: unknown) => ({ input: { identifier: 'hedy', cards: [card] } });

/** The invalid value, its path, and the expected type. */
const invalid = [
  ['a number for a text', mutation, withCard({ number: Number(secret) }), '$input.cards.0.number', 'String'],
  ['a truth value for a text', mutation, withCard({ number: true }), '$input.cards.0.number', 'String'],
  ['a list for a text', mutation, withCard({ number: [secret] }), '$input.cards.0.number', 'String'],
  ['an object for a text', mutation, withCard({ number: { value: secret } }), '$input.cards.0.number', 'String'],
  ['a named object for a text', mutation, withCard({ number: { [secret]: 1 } }), '$input.cards.0.number', 'String'],
  ['an unknown enum value', mutation, withCard({ cardType: secret }), '$input.cards.0.cardType', 'CardType'],
  ['a number for an enum', mutation, withCard({ cardType: Number(secret) }), '$input.cards.0.cardType', 'CardType'],
  ['an object for an enum', mutation, withCard({ cardType: { a: secret } }), '$input.cards.0.cardType', 'CardType'],
  ['a text for an object', mutation, withCard(secret), '$input.cards.0', 'CardDetailsInput!'],
  ['a list for an object', mutation, withCard([secret]), '$input.cards.0', 'CardDetailsInput!'],
  ['null in a list', mutation, withCard(null), '$input.cards.0', 'CardDetailsInput!'],
  [
    'a text for a nested object',
    mutation,
    withCard({ paymentService: { galileo: secret } }),
    '$input.cards.0.paymentService.galileo',
    'GalileoInput',
  ],
  [
    'a number in a single object that stands for a list',
    mutation,
    { input: { identifier: 'hedy', cards: { number: Number(secret) } } },
    '$input.cards.number',
    'String',
  ],
  ['a text for the whole input', mutation, { input: secret }, '$input', 'CreateAccessTokenInput!'],
  ['null for the whole input', mutation, { input: null }, '$input', 'CreateAccessTokenInput!'],
  [
    'a text for an integer',
    mutation,
    { input: { identifier: 'hedy', tokenLifetime: secret } },
    '$input.tokenLifetime',
    'Int',
  ],
  [
    'an integer that is too large',
    mutation,
    { input: { identifier: 'hedy', tokenLifetime: Number(secret) } },
    '$input.tokenLifetime',
    'Int',
  ],
  ['an object for an id', 'query ($id: ID!) { task(id: $id) { id } }', { id: { a: secret } }, '$id', 'ID!'],
  ['a fraction for an id', 'query ($id: ID!) { task(id: $id) { id } }', { id: 4111.5 }, '$id', 'ID!'],
  ['a list in a list', 'query ($ids: [ID!]!) { tasks(ids: $ids) { id } }', { ids: ['a', [secret]] }, '$ids.1', 'ID!'],
  [
    'an object for a list',
    'query ($ids: [ID!]!) { tasks(ids: $ids) { id } }',
    { ids: { a: secret } },
    '$ids',
    '[ID!]!',
  ],
  [
    'a text for a truth value',
    'query ($yes: Boolean!) { viewer @include(if: $yes) { identifier } }',
    { yes: secret },
    '$yes',
    'Boolean!',
  ],
  [
    'what is no decimal',
    'query ($d: Decimal) { user(identifier: "ada") { suggestions(filter: { minimumMonthlySavings: $d }) { category } } }',
    { d: `${secret}x` },
    '$d',
    'Decimal',
  ],
] as const;

describe('a variable', () => {
  it.each(invalid)(
    'that holds %s is refused by its place and without its value',
    async (_what, document, variables, place, type) => {
      const { status, data, errors } = await gateway.query(document, { variables });

      expect(status).toBe(400);
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([
        { locations: [{ line: 1 }], extensions: { code: 'BAD_USER_INPUT', retryable: false } },
      ]);
      expect(errors[0]?.message).toContain(`"${place}"`);
      expect(errors[0]?.message).toContain(`"${type}"`);
      expect(JSON.stringify([errors, gateway.logs()])).not.toMatch(/4111/);
      expect(gateway.simulator.requests()).toEqual([]);
    },
  );

  it.each([
    ['lacks a required field', { input: { cards: [] } }, '"$input"', '"identifier"'],
    ['lacks one further down', withCard({ paymentService: { galileo: {} } }), '.galileo"', '"apiLogin"'],
    ['has a misspelt field', withCard({ numbr: secret }), '"$input.cards.0"', 'Did you mean "number"?'],
    ['has none of several', withCard({ paymentService: {} }), '.paymentService"', 'Exactly one key'],
    ['is missing', {}, '"$input"', 'was not provided'],
  ])('that %s is refused with what to do about it', async (_what, variables, place, advice) => {
    const { status, errors } = await gateway.query(mutation, { variables });

    expect(status).toBe(400);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', retryable: false } });
    expect(errors[0]?.message).toContain(place);
    expect(errors[0]?.message).toContain(advice);
    expect(JSON.stringify(errors)).not.toContain(secret);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('that fits is taken as it is, whatever its form', async () => {
    const { data, errors } = await gateway.query(
      `query ($id: ID!, $ids: [ID!]!, $first: Int) {
        task(id: $id) { id }
        tasks(ids: $ids) { id }
        user(identifier: "ada") { tasks(first: $first) { totalCount } }
      }`,
      { variables: { id: 'ada00000000000000007a501', ids: 'ada00000000000000007a502', first: 3.0, unused: secret } },
    );

    expect(errors).toEqual([]);
    expect(data.tasks).toEqual([{ id: 'ada00000000000000007a502' }]);
  });
});
