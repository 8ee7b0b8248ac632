import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const post = (body: string, contentType = 'application/json') => ({
  method: 'POST',
  headers: { 'content-type': contentType },
  body,
});

describe('a GraphQL response', () => {
  it.each([
    [
      'data',
      '/graphql',
      post('{"query":"{ user(identifier: \\"ada\\") { accounts { billing { accountNumber } } } }"}'),
      200,
    ],
    ['data by GET', '/graphql?query={__typename}', { headers: { 'apollo-require-preflight': 'true' } }, 200],
    ['a refused document', '/graphql', post('{"query":"{ nothing }"}'), 200],
    ['a request without a document', '/graphql', post('{}'), 400],
    ['malformed JSON', '/graphql', post('{"query'), 400],
    ['another content type', '/graphql', post('<query/>', 'application/xml'), 415],
    [
      'a mutation by GET',
      '/graphql?query=mutation{endMonitoring(input:{identifier:"x"}){user{id}}}',
      { headers: { 'apollo-require-preflight': 'true' } },
      405,
    ],
  ])('is not cacheable: %s', async (_what, path, init, status) => {
    const response = await fetch(gateway.url + path, init);
    await response.arrayBuffer();

    expect(response.status).toBe(status);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});
