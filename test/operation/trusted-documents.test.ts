import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { startGateway } from '../../src/app.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { redactor } from '../../src/operation/redactor.ts';
import { useGateway } from '../support/gateway.ts';
import { toApolloManifest, useManifests } from '../support/manifest.ts';

const writeManifest = useManifests();

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

const body = 'query Tasks($identifier: ID!) { user(identifier: $identifier) { tasks { totalCount } } }';
const update =
  'mutation Move($identifier: ID!) { updateUser(input: { identifier: $identifier, data: {} }) { user { id } } }';
const id = hash(body);
const variables = { identifier: 'ada' };
const answer = { data: { user: { tasks: { totalCount: 6 } } } };

const apollo = writeManifest(
  toApolloManifest([
    { id, name: 'Tasks', body },
    { id: 'move', name: 'Move', body: update },
  ]),
);
const relay = writeManifest({ [id]: body, move: update });

const persistedQuery = (sha256Hash: unknown) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

async function post(url: string, request: object) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(request) });
  return { status: response.status, answer: await response.json() };
}

async function get(url: string, request: Readonly<Record<string, unknown>>) {
  const parameters = Object.fromEntries(
    Object.entries(request).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  const headers = { 'apollo-require-preflight': 'true' };
  const response = await fetch(`${url}/graphql?${new URLSearchParams(parameters)}`, { headers });
  return { status: response.status, answer: await response.json() };
}

/** How clients name a document by its id. */
const ways = [
  ['extensions.persistedQuery', persistedQuery(id)],
  ['documentId', { documentId: id }],
  ['documentId with its kind of hash', { documentId: `sha256:${id}` }],
  ['docId', { docId: id }],
  ['doc_id', { doc_id: id }],
  ['id', { id }],
  ['an id beside an empty text', { query: '', id }],
] as const;

describe.each([
  ['Apollo', apollo],
  ['Relay', relay],
])('with the manifest of %s, a trusted document', (_tool, file) => {
  const gateway = useGateway({ TRUSTED_DOCUMENTS: file });

  it.each(ways)('runs by POST, named by %s', async (_way, named) => {
    expect(await post(gateway.url, { ...named, variables })).toEqual({ status: 200, answer });
  });

  it.each(ways)('runs by GET, named by %s', async (_way, named) => {
    expect(await get(gateway.url, { ...named, variables })).toEqual({ status: 200, answer });
  });

  it('runs as the operation that it is, and no other', async () => {
    const right = await post(gateway.url, { id, variables, operationName: 'Tasks' });
    const wrong = await post(gateway.url, { id, variables, operationName: 'Other' });

    expect(right.answer).toEqual(answer);
    expect(wrong.answer).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] });
  });

  it('is a mutation by POST only', async () => {
    const asked = { id: 'move', variables };

    expect(await get(gateway.url, asked)).toMatchObject({ status: 405 });
    expect(gateway.simulator.requests()).toEqual([]);
    expect((await post(gateway.url, asked)).answer).toMatchObject({ data: { updateUser: {} } });
  });
});

describe('where only trusted documents run', () => {
  const gateway = useGateway({ TRUSTED_DOCUMENTS: apollo });
  const own = 'has a document of its own';
  const none = 'this request has no id';
  const unknown = 'no trusted document has this id';

  it.each([
    ['a text', { query: body, variables }, own],
    ['a text that does not parse', { query: '{ secret' }, own],
    ['a text beside its id', { query: body, id, variables }, own],
    ['a text beside its hash, as clients register one', { query: body, ...persistedQuery(id), variables }, own],
    ['introspection', { query: '{ __schema { queryType { name } } }' }, own],
    ['a list for a text', { query: ['{ __typename }'] }, own],
    ['no text and no id', { variables }, none],
    ['a hash that is a number', persistedQuery(7), none],
    ['a hash that is no text', persistedQuery({ secret: 'secret' }), none],
    ['an unknown id', { id: 'secret' }, unknown],
    ['an empty id', { id: '' }, unknown],
    ['an unknown hash', persistedQuery(hash('{ __typename }')), unknown],
    ['the name of something that every object has', { id: 'constructor' }, unknown],
  ])('%s is refused before any call', async (_what, request, reason) => {
    for (const { status, answer: refusal } of await Promise.all([
      post(gateway.url, request),
      get(gateway.url, request),
    ])) {
      expect(status).toBe(400);
      expect(refusal).toEqual({
        errors: [
          { message: expect.stringContaining(reason), extensions: { code: 'DOCUMENT_NOT_TRUSTED', retryable: false } },
        ],
      });
      expect(JSON.stringify(refusal)).not.toContain('secret');
    }
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it.each([
    ['a batch', JSON.stringify([{ id, variables }])],
    ['a text', '"secret"'],
  ])('%s in place of a request is refused', async (_what, text) => {
    const headers = { 'content-type': 'application/json' };

    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: text });

    expect(response.status).toBe(400);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it.each([
    `?id=${id}&query={__typename}&query=`,
    `?query=&id=${id}&query={__typename}`,
    `?id=${id}&id=other`,
    `?%71uery={__typename}&id=${id}`,
  ])('nothing else runs, however a URL is written: %s', async (search) => {
    const headers = { 'apollo-require-preflight': 'true' };

    const response = await fetch(gateway.url + encodeURI(`/graphql${search}`).replace('%25', '%'), { headers });

    expect(await response.text()).not.toContain('__typename');
  });

  it('somebody who is nobody is told that first', async () => {
    const headers = { 'content-type': 'application/json', 'x-api-key': 'alone' };

    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ a }"}' });

    expect(response.status).toBe(401);
  });

  it('the log says at the start that nothing can be explored', async () => {
    const warnings: unknown[] = [];
    const log = createLogger('warn', redactor, { write: (line) => void warnings.push(JSON.parse(line)) });
    const ports = { PORT: '0', PAYLINK_API_URL: 'http://127.0.0.1:1', PAYLINK_PCI_URL: 'http://127.0.0.1:1' };

    const { stop } = await startGateway(loadConfig({ ...ports, TRUSTED_DOCUMENTS: apollo }), log);
    await stop();

    expect(warnings).toMatchObject([{ introspection: true, explorer: true }]);
  });
});

describe('where documents that are not trusted are logged', () => {
  const gateway = useGateway({ TRUSTED_DOCUMENTS: apollo, TRUSTED_DOCUMENTS_MODE: 'log' });
  const warnings = () => gateway.logs().map(({ operationName, documentHash }) => ({ operationName, documentHash }));

  it('trusted ones run by their ids and leave no trace', async () => {
    expect(await post(gateway.url, { ...persistedQuery(id), variables })).toEqual({ status: 200, answer });
    expect(gateway.logs()).toEqual([]);
  });

  it('others run, and are logged once each by name and hash', async () => {
    const query = 'query Mine { user(identifier: "ada") { identifier } }';

    const first = await post(gateway.url, { query });
    await post(gateway.url, { query });
    await post(gateway.url, { query: body, variables });

    expect(first).toEqual({ status: 200, answer: { data: { user: { identifier: 'ada' } } } });
    expect(warnings()).toEqual([
      { operationName: 'Mine', documentHash: hash(query) },
      { operationName: 'Tasks', documentHash: id },
    ]);
    expect(JSON.stringify(gateway.logs())).not.toContain('ada');
  });

  it('those that cannot run are not logged', async () => {
    await post(gateway.url, { query: '{ nothing }' });
    await post(gateway.url, { id: 'unknown' });

    expect(gateway.logs()).toEqual([]);
  });

  it('clients may still register what they run', async () => {
    const query = 'query Registered { viewer { identifier } }';

    const unknown = await post(gateway.url, persistedQuery(hash(query)));
    await post(gateway.url, { query, ...persistedQuery(hash(query)) });
    const known = await post(gateway.url, persistedQuery(hash(query)));

    expect(unknown.answer).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] });
    expect(known).toEqual({ status: 200, answer: { data: { viewer: null } } });
    expect(warnings()).toEqual([{ operationName: 'Registered', documentHash: hash(query) }]);
  });
});
