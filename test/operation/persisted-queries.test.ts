import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway({ UPSTREAM_CALL_BUDGET: '5' });

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (sha256Hash: string, version = 1) => ({ extensions: { persistedQuery: { version, sha256Hash } } });

async function post(request: object) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(request) });
  return { status: response.status, headers: response.headers, answer: await response.json() };
}

const notFound = {
  errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', retryable: false } }],
};

describe('a document that a client registers', () => {
  it('is asked for once, and then known by its hash', async () => {
    const query = 'query ($id: ID!) { user(identifier: $id) { identifier } }';
    const variables = { id: 'ada' };

    const before = await post({ ...persisted(hash(query)), variables });
    const registering = await post({ query, ...persisted(hash(query)), variables });
    const after = await post({ ...persisted(hash(query)), variables });

    expect(before).toMatchObject({ status: 200, answer: notFound });
    expect(before.headers.get('cache-control')).toBe('no-store');
    expect(registering.answer).toEqual({ data: { user: { identifier: 'ada' } } });
    expect(after.answer).toEqual(registering.answer);
  });

  it('may be asked for by GET, with what tells a client from a form', async () => {
    const query = '{ user(identifier: "ada") { identifier } }';
    await post({ query, ...persisted(hash(query)) });
    const url = `${gateway.url}/graphql?extensions=${encodeURIComponent(JSON.stringify(persisted(hash(query)).extensions))}`;

    const plain = await fetch(url);
    const preflighted = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });

    expect(plain.status).toBe(400);
    expect(await preflighted.json()).toEqual({ data: { user: { identifier: 'ada' } } });
  });

  it.each([
    ['under a hash that is not its own', persisted(hash('other')), 'provided sha does not match query'],
    ['by another version of the protocol', persisted(hash('{ __typename }'), 2), 'Unsupported persisted query version'],
  ])('%s is refused', async (_what, named, message) => {
    const { status, answer } = await post({ query: '{ __typename }', ...named });

    expect(status).toBe(400);
    expect(answer).toEqual({ errors: [{ message, extensions: { code: 'BAD_REQUEST', retryable: false } }] });
    expect(gateway.logs()).toEqual([]);
  });

  it.each([
    ['does not parse', '{ viewer {'],
    ['does not fit the schema', '{ nothing }'],
    ['may cost too much', '{ user(identifier: "ada") { tasks(first: 50) { nodes { company { name } } } } }'],
  ])('is not kept when it %s', async (_what, query) => {
    const registering = await post({ query, ...persisted(hash(query)) });
    const after = await post(persisted(hash(query)));

    expect(registering.answer).toHaveProperty('errors');
    expect(after.answer).toEqual(notFound);
  });
});
