import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const card = 'mutation { createAccessToken(input: { identifier: "x", cards: [{ §HERE }] }) { userErrors { code } } }';
const input = 'mutation { createAccessToken(input: §HERE) { userErrors { code } } }';
const task = '{ task(id: §HERE) { status } }';
const savings = '{ user(identifier: "ada") { suggestions(filter: { §HERE }) { category } } }';

/** The place of a value, the text before it, and the invalid value. */
const invalid = [
  ['a number for a text', card, 'number: ', '4111111111111111'],
  ['a fraction for a text', card, 'number: ', '4111111111111111.5'],
  ['a name for a text', card, 'number: ', 'n4111111111111111'],
  ['a list for a text', card, 'number: ', '["4111111111111111"]'],
  ['an object for a text', card, 'number: ', '{ a: "4111111111111111" }'],
  ['an object over lines for a text', card, 'number: ', '{\n  a: "4111111111111111",\n}'],
  ['an unknown enum value', card, 'cardType: ', 'C4111111111111111'],
  ['a text for an enum', card, 'cardType: ', '"4111111111111111"'],
  ['an object for an enum', card, 'cardType: ', '{ a: 4111111111111111 }'],
  ['a text for an object', card, 'paymentService: ', '"4111111111111111"'],
  ['a text for the whole input', input, '', '"4111111111111111"'],
  ['a block of text for the whole input', input, '', '"""4111111111111111"""'],
  ['a list of texts for the whole input', input, '', '["4111111111111111"]'],
  ['a text for an integer', input, '{ identifier: "x", tokenLifetime: ', '"4111111111111111" }'],
  ['an integer that is too large', input, '{ identifier: "x", tokenLifetime: ', '4111111111111111 }'],
  ['texts for cards', input, '{ identifier: "x", cards: [', '"4111111111111111"] }'],
  ['a fraction for an id', task, '', '4111111111111111.5'],
  ['a list for an id', task, '', '["4111111111111111"]'],
  ['an object for an id', task, '', '{ a: 4111111111111111 }'],
  ['null for an id', task, '', 'null'],
  ['what is no decimal', savings, 'minimumMonthlySavings: ', '"4111111111111111x"'],
  ['an object for a decimal', savings, 'minimumMonthlySavings: ', '{ a: "4111111111111111" }'],
  ['a list for a decimal', savings, 'minimumMonthlySavings: ', '["4111111111111111"]'],
  ['a text for a truth value', '{ viewer @include(if: §HERE) { identifier } }', '', '"4111111111111111"'],
  [
    'a preset that does not fit',
    'query ($i: Int = §HERE) { viewer { tasks(first: $i) { totalCount } } }',
    '',
    '"4111111111111111"',
  ],
] as const;

describe('a value in a document', () => {
  it.each(invalid)(
    'that is %s is refused by its place and without being repeated',
    async (_what, frame, before, value) => {
      const document = frame.replace('§HERE', before + value);

      const { status, data, errors } = await gateway.query(document);

      expect(status).toBe(400);
      expect(data).toBeUndefined();
      // Where it stands in a sensitive place too, it is refused for that as well.
      expect(errors.at(-1)).toMatchObject({
        message: expect.not.stringContaining('sensitive'),
        locations: [{ line: 1, column: frame.indexOf('§HERE') + before.length + 1 }],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', retryable: false },
      });
      expect(JSON.stringify([errors, gateway.logs()])).not.toMatch(/4111/);
      expect(gateway.simulator.requests()).toEqual([]);
    },
  );

  it.each([
    ['before it there is no colon', card, 'number "4111111111111111"'],
    ['it stands where a name belongs', card, '"4111111111111111": "number"'],
    ['it is one of two', card, 'number: "1" 4111111111111111'],
    ['it is a block of text', card, 'number """4111111111111111"""'],
    ['it is a name', card, 'number n4111111111111111'],
    ['it does not end', task, '"4111111111111111'],
    ['it has more after it than there can be', task, '4111111111111111x'],
    ['it is said to be a character', task, String.raw`"\u{4111111111111111}"`],
    ['nothing else is there', '§HERE', '"4111111111111111"'],
    ['only a name is there', '§HERE', 'n4111111111111111'],
  ])('is not repeated when the document does not parse as %s', async (_why, frame, text) => {
    const { status, errors } = await gateway.query(frame.replace('§HERE', text));

    expect(status).toBe(400);
    expect(errors).toMatchObject([
      { locations: [{ line: 1 }], extensions: { code: 'GRAPHQL_PARSE_FAILED', retryable: false } },
    ]);
    expect(errors[0]?.message).toMatch(/^Syntax Error: /);
    expect(JSON.stringify([errors, gateway.logs()])).not.toMatch(/4111/);
  });
});
