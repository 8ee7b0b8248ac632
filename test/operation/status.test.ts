import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway({ UPSTREAM_CALL_BUDGET: '1', MAX_ALIASES: '1', MAX_TOKENS: '50' });

const json = 'application/json';
const both = 'application/graphql-response+json, application/json;q=0.9';
const id = '"ada00000000000000007a501"';

/** Operations that GraphQL itself refuses. */
const ofGraphql = [
  { what: 'a document that does not parse', query: '{ viewer {', code: 'GRAPHQL_PARSE_FAILED' },
  { what: 'a document that is not valid', query: '{ nothing }', code: 'GRAPHQL_VALIDATION_FAILED' },
  {
    what: 'a kind of operation that there is none of',
    query: 'subscription { viewer { id } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  { what: 'a variable that is missing', query: 'query ($id: ID!) { task(id: $id) { id } }', code: 'BAD_USER_INPUT' },
  {
    what: 'an operation that is not named',
    query: 'query A { viewer { id } } query B { viewer { id } }',
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
];

/** Valid requests that this gateway refuses. */
const ofOurs = [
  { what: 'too many aliases', query: '{ a: __typename b: __typename }', code: 'OPERATION_TOO_COMPLEX' },
  { what: 'too many tokens', query: `{ ${'__typename '.repeat(50)} }`, code: 'OPERATION_TOO_COMPLEX' },
  {
    what: 'too many calls',
    query: `{ task(id: ${id}) { status } viewer { identifier } user(identifier: "ada") { accounts { id } } }`,
    code: 'CALL_BUDGET_EXCEEDED',
  },
];

async function ask(query: string, accept: string, headers = {}) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify({ query }),
  });
  const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return { status: response.status, type: response.headers.get('content-type'), code: errors[0]?.extensions.code };
}

describe('the status of an answer', () => {
  it.each(ofGraphql)(
    'is 200 in plain JSON, which is what nobody in particular gets, for $what',
    async ({ query, code }) => {
      const expected = { status: 200, type: 'application/json; charset=utf-8', code };

      expect(await ask(query, json)).toEqual(expected);
      expect(await ask(query, '*/*')).toEqual(expected);
    },
  );

  it.each(ofGraphql)('is 400 in the media type of GraphQL for $what', async ({ query, code }) => {
    const type = 'application/graphql-response+json; charset=utf-8';

    expect(await ask(query, both)).toEqual({ status: 400, type, code });
  });

  it.each(ofOurs)('is 400 whatever is accepted for $what', async ({ query, code }) => {
    for (const accept of [json, both]) expect(await ask(query, accept)).toMatchObject({ status: 400, code });
  });

  it.each([json, both])('is 401 for a caller who is nobody: %s', async (accept) => {
    expect(await ask('{ __typename }', accept, { 'x-api-key': 'alone' })).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    });
  });
});
