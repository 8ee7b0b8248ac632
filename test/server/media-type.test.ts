import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();
const json = 'application/json; charset=utf-8';
const graphql = 'application/graphql-response+json; charset=utf-8';

const post = (query: string, accept: string) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });

describe('the media type of a response', () => {
  it.each([
    ['*/*', json],
    ['', json],
    ['application/*', json],
    ['application/json', json],
    ['APPLICATION/JSON', json],
    ['application/json; charset=utf-8', json],
    ['application/json;q=1, application/graphql-response+json;q=0.5', json],
    ['application/json, application/graphql-response+json;q=0', json],
    ['*/*, application/graphql-response+json;q=0', json],
    ['application/graphql-response+json', graphql],
    ['Application/GraphQL-Response+JSON', graphql],
    ['application/graphql-response+json, application/json;q=0.9', graphql],
    ['application/json;q=0.5, application/graphql-response+json;q=0.6', graphql],
    ['application/json;q=0, */*', graphql],
    ['text/html, application/graphql-response+json;q=0.1', graphql],
  ])('is the one that `accept: %s` prefers, with the status that belongs to it', async (accept, expected) => {
    const response = await post('{ nothing }', accept);

    expect(response.headers.get('content-type')).toBe(expected);
    expect(response.status).toBe(expected === json ? 200 : 400);
  });

  it.each(['text/html', 'text/event-stream', 'application/json;q=0', 'application/xml, text/*'])(
    'cannot be had for `accept: %s`: 406, and nothing is done',
    async (accept) => {
      const response = await post('mutation { endMonitoring(input: { identifier: "ada" }) { user { id } } }', accept);

      expect(response.status).toBe(406);
      expect(response.headers.get('content-type')).toBe(json);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
      expect(gateway.simulator.requests()).toEqual([]);
    },
  );

  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', /^text\/html/],
    ['TEXT/HTML', /^text\/html/],
    ['text/html;q=0, */*', /^text\/plain/],
    ['text/plain, text/html;q=0.5', /^text\/plain/],
    ['*/*', /^text\/plain/],
  ])('of the start page is HTML only when `accept: %s` prefers it', async (accept, expected) => {
    const response = await fetch(gateway.url, { headers: { accept } });

    expect(response.headers.get('content-type')).toMatch(expected);
  });
});

describe('an empty parameter', () => {
  const headers = { 'content-type': 'application/json' };

  it.each(['operationName=', 'variables=', 'extensions=', 'operationName=&variables=&extensions='])(
    'of a URL is treated as absent: %s',
    async (parameters) => {
      const response = await fetch(`${gateway.url}/graphql?query={__typename}&${parameters}`, { headers });

      expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    },
  );

  it.each([{ operationName: '' }, { operationName: null, variables: null, extensions: null }])(
    'of a body is treated as absent: %j',
    async (parameters) => {
      const body = JSON.stringify({ query: 'query Named { __typename }', ...parameters });

      const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });

      expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    },
  );

  it.each(['POST', 'GET'])('named query beside a hash is treated as absent, by %s', async (method) => {
    const query = '{ __typename }';
    const hash = '7f56e67dd21ab3f30d1ff8b7bed08893f0a0db86449836189b361dd1e56ddb4b';
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    const url = `${gateway.url}/graphql`;
    const send = (body: object) => fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    await send({ query, extensions });

    const response = await (method === 'POST'
      ? send({ query: '', extensions })
      : fetch(`${url}?${new URLSearchParams({ query: '', extensions: JSON.stringify(extensions) })}`, { headers }));

    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });
});
