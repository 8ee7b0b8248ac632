import { describe, expect, it } from '@jest/globals';
import { parseExactJson } from '../../src/operation/documents/exact-json.ts';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const query = 'query ($id: ID!) { user(identifier: $id) { id } }';
const filter =
  'query ($id: Decimal) { user(identifier: "ada") { suggestions(filter: { minimumMonthlySavings: $id }) { id } } }';

const post = async (document: string, number: string) => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"query":${JSON.stringify(document)},"variables":{"id":${number}}}`,
  });
  return response.json();
};

const get = async (document: string, number: string) => {
  const search = new URLSearchParams({ query: document, variables: `{"id":${number}}` });
  const response = await fetch(`${gateway.url}/graphql?${search}`, { headers: { 'apollo-require-preflight': 'yes' } });
  return response.json();
};

describe.each([
  ['POST', post],
  ['GET', get],
])('a number in the variables of a %s request', (_method, send) => {
  it.each(['750727362669608961', '-9007199254740993', '1e400', '12345678901234567890.5', `1${'0'.repeat(500)}`])(
    'that is not exact is refused as an id and as a decimal: %s',
    async (number) => {
      for (const document of [query, filter]) {
        const { errors, data } = (await send(document, number)) as { errors: object[]; data?: unknown };

        expect(data).toBeUndefined();
        expect(errors).toMatchObject([
          { message: expect.stringMatching(/\$id.*send it as a string/), extensions: { code: 'BAD_USER_INPUT' } },
        ]);
        expect(JSON.stringify(errors)).not.toContain(number.slice(0, 12));
      }
      expect(gateway.simulator.requests()).toEqual([]);
    },
  );

  it.each(['9007199254740991', '42', '1e3'])('that is exact is accepted as an id: %s', async (number) => {
    expect(await send(query, number)).toEqual({ data: { user: { id: String(Number(number)) } } });
  });

  it('that is a decimal keeps its digits', async () => {
    expect(await send(filter, '12.50')).toMatchObject({ data: { user: { suggestions: expect.any(Array) } } });
  });
});

describe('a JSON text', () => {
  it.each(['{"a":"4111111111111111","b":[0.1,1.10,1e3,-0]}', '[]', '"5e8d0f1c2a6b4d0008c1c301"'])(
    'with exact numbers is parsed as usual: %s',
    (text) => {
      expect(parseExactJson(text)).toEqual(JSON.parse(text));
    },
  );

  it('with a key that would change a prototype is refused', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }","__proto__":{"a":12345678901234567890}}',
    });

    expect(response.status).toBe(400);
  });
});
