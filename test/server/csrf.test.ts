import { describe, expect, it } from '@jest/globals';
import { Client, fetchExchange } from '@urql/core';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();
const keyPair = { 'x-api-key': 'demo-key', 'x-api-secret': 'demo-secret' };

const get = (headers: Record<string, string>) =>
  fetch(`${gateway.url}/graphql?query={__typename}`, { headers: { accept: 'application/json', ...headers } });

describe('a GET request', () => {
  it.each<[string, Record<string, string>]>([
    ['a key pair', keyPair],
    ['graphql-require-preflight', { 'graphql-require-preflight': '1' }],
    ['apollo-require-preflight', { 'apollo-require-preflight': 'true' }],
    ['x-apollo-operation-name', { 'x-apollo-operation-name': 'Tasks' }],
    ['a content type of JSON', { 'content-type': 'Application/JSON; charset=utf-8' }],
  ])('is served with %s', async (_what, headers) => {
    const response = await get(headers);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it.each<[string, Record<string, string>]>([
    ['x-public-token', { 'x-public-token': 'unknown' }],
    ['a bearer token', { authorization: 'Bearer unknown' }],
    ['a bearer token in lower case', { authorization: 'bearer unknown' }],
  ])('is not taken for a forgery with %s, whoever sends it', async (_what, headers) => {
    const response = await get(headers);

    expect(response.status).toBe(401);
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['basic credentials, which browsers add', { authorization: 'Basic YTpi' }],
    ['an empty header', { 'graphql-require-preflight': '' }],
    ['a content type of a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a content type of plain text', { 'content-type': 'text/plain;application/json' }],
    ['a cookie', { cookie: 'session=1' }],
  ])('is refused as a possible forgery with %s', async (_what, headers) => {
    const response = await get(headers);

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: expect.stringContaining('cross-site request forgery (CSRF)'),
          extensions: { code: 'BAD_REQUEST', retryable: false },
        },
      ],
    });
  });
});

describe('urql with its defaults', () => {
  const query = 'query Tasks($identifier: ID!) { user(identifier: $identifier) { tasks { totalCount } } }';
  const createClient = (headers: Record<string, string>) =>
    new Client({ url: `${gateway.url}/graphql`, exchanges: [fetchExchange], fetchOptions: { headers } });

  it.each<[string, Record<string, string>]>([
    ['a key pair', keyPair],
    ['graphql-require-preflight', { 'graphql-require-preflight': '1' }],
  ])('runs a query by GET with %s', async (_what, headers) => {
    const { data, error, operation } = await createClient(headers).query(query, { identifier: 'ada' });

    expect(error).toBeUndefined();
    expect(data).toEqual({ user: { tasks: { totalCount: 6 } } });
    expect(operation.context.preferGetMethod).not.toBe(false);
  });

  it('runs a mutation', async () => {
    const mutation = 'mutation { endMonitoring(input: { identifier: "ada" }) { user { identifier } } }';

    const { data, error } = await createClient(keyPair).mutation(mutation, {});

    expect(error).toBeUndefined();
    expect(data).toEqual({ endMonitoring: { user: { identifier: 'ada' } } });
  });
});
