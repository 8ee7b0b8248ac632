import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { startGateway } from '../../src/app.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { redactor } from '../../src/operation/redactor.ts';
import { createHttpServer } from '../../src/server/http-server.ts';
import { useGateway } from '../support/gateway.ts';

const introspection = '{ __schema { queryType { name } } }';
const json = { 'content-type': 'application/json' };

const post = (body: string, contentType = 'application/json') => ({
  method: 'POST',
  headers: { 'content-type': contentType },
  body,
});

describe('the server', () => {
  const gateway = useGateway({ CORS_ORIGINS: 'https://app.example.com, https://other.example.com' });

  it.each([
    { what: 'an unknown path', path: '/nowhere', init: {}, status: 404 },
    { what: 'an unknown method', path: '/graphql', init: { method: 'DELETE' }, status: 404 },
    { what: 'a path that cannot be decoded', path: '/%zz', init: {}, status: 400 },
    { what: 'malformed JSON', init: post('{"query": "secret'), status: 400 },
    { what: 'no body', init: { method: 'POST', headers: json }, status: 400 },
    { what: 'a body that is not an object', init: post('"secret"'), status: 400 },
    { what: 'a batch', init: post('[{"query":"{ __typename }"}]'), status: 400 },
    { what: 'a query that is not a string', init: post('{"query":["secret"]}'), status: 400 },
    { what: 'another content type', init: post('<secret/>', 'application/xml'), status: 415 },
    { what: 'a form', init: post('query=secret', 'application/x-www-form-urlencoded'), status: 415 },
    { what: 'plain text', init: post('{"query": "{ secret }"}', 'text/plain'), status: 400 },
  ])('refuses $what with a GraphQL response', async ({ path = '/graphql', init, status }) => {
    const response = await fetch(gateway.url + path, init);
    const text = await response.text();

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
    expect(JSON.parse(text)).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: expect.any(String), retryable: false } }],
    });
    expect(text).not.toMatch(/secret|stack|node_modules|\\n +at /);
  });

  it('refuses a body that is too large before receiving it', async () => {
    const headers = { ...json, 'content-length': 1024 * 1024 + 1 };
    const sent = request(`${gateway.url}/graphql`, { method: 'POST', headers });
    sent.flushHeaders();

    const [{ statusCode, headers: answered }] = await once(sent, 'response');
    sent.destroy();

    expect(statusCode).toBe(413);
    expect(answered['content-type']).toMatch(/^application\/json/);
  });

  it('gives each request a new id and ignores the id of the client', async () => {
    const paths = ['/graphql?query={__typename}', '/nowhere', '/health/live', '/'];

    const headers = { ...json, 'x-request-id': 'mine' };
    const answers = await Promise.all(paths.map((path) => fetch(gateway.url + path, { headers })));
    const ids = answers.map((answer) => answer.headers.get('x-request-id'));

    expect(new Set(ids).size).toBe(paths.length);
    for (const id of ids) expect(id).toMatch(/^[\da-f-]{36}$/);
  });

  it('serves a GET with a preflighted header and refuses one that another site could send', async () => {
    const url = `${gateway.url}/graphql?query={__typename}`;

    const plain = await fetch(url);
    const preflighted = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });

    expect(plain.status).toBe(400);
    expect(await plain.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(preflighted.status).toBe(200);
    expect(await preflighted.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('runs no mutation by GET', async () => {
    const query = 'mutation { endMonitoring(input: { identifier: "ada" }) { user { id } } }';

    const response = await fetch(`${gateway.url}/graphql?${new URLSearchParams({ query })}`, { headers: json });

    expect(response.status).toBe(405);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it.each([
    { origin: 'https://app.example.com', allowed: 'https://app.example.com' },
    { origin: 'https://other.example.com', allowed: 'https://other.example.com' },
    { origin: 'https://app.example.com.evil.example', allowed: null },
    { origin: 'http://app.example.com', allowed: null },
    { origin: 'null', allowed: null },
  ])('lets only pages of a configured origin read responses: $origin', async ({ origin, allowed }) => {
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-api-key' };
    const url = `${gateway.url}/graphql`;

    const preflight = await fetch(url, { method: 'OPTIONS', headers: { origin, ...asked } });
    const answer = await fetch(url, { ...post('{"query":"{__typename}"}'), headers: { ...json, origin } });

    expect(preflight.headers.get('access-control-allow-origin')).toBe(allowed);
    expect(answer.headers.get('access-control-allow-origin')).toBe(allowed);
    if (allowed) expect(preflight.headers.get('access-control-allow-headers')).toBe('x-api-key');
  });

  it('shows its schema and a page for browsers by default', async () => {
    const page = await fetch(gateway.url, { headers: { accept: 'text/html' } });
    const text = await fetch(gateway.url, { headers: { accept: '*/*' } });

    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await page.text()).toContain('<html');
    expect(await text.text()).toBe('GraphQL is served at /graphql.\n');
    expect((await gateway.query(introspection)).data.__schema.queryType.name).toBe('Query');
  });
});

describe('the server without explorer and introspection', () => {
  const gateway = useGateway({ EXPLORER: 'off', INTROSPECTION: 'off' });

  it.each(['/', '/graphql', '/graphiql', '/graphiql/'])('has no page for browsers at %s', async (path) => {
    const response = await fetch(gateway.url + path, { headers: { accept: 'text/html' } });

    expect(response.headers.get('content-type')).not.toMatch(/html/);
    expect(await response.text()).not.toMatch(/<html/i);
  });

  it('refuses introspection', async () => {
    const { status, data, errors } = await gateway.query(introspection);

    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect((await gateway.query('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('allows no page of another origin, not even Sandbox', async () => {
    const origin = 'https://studio.apollographql.com';

    const { headers } = await fetch(`${gateway.url}/health/live`, { headers: { origin } });

    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('an unexpected error', () => {
  it('reveals nothing to the caller outside GraphQL', async () => {
    const server = await createHttpServer(
      { corsOrigins: [], upstreamName: 'custom', maxBodyBytes: 1024 },
      createLogger('silent', redactor),
    );
    server.get('/', () => {
      throw new RangeError('secret of ours');
    });

    const { statusCode, headers, body } = await server.inject({ method: 'GET', url: '/' });
    await server.close();

    expect(statusCode).toBe(500);
    expect(headers['x-request-id']).toMatch(/./);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(body).not.toMatch(/secret|RangeError|stack/);
  });

  it('reveals only the request id to the caller, which the log contains as well', async () => {
    const lines: Record<string, unknown>[] = [];
    const write = (line: string) => void lines.push(JSON.parse(line));
    const gateway = await startGateway(
      loadConfig({ PORT: '0', SIMULATOR_PORT: '0', SIMULATOR_PCI_PORT: '0' }),
      createLogger('error', redactor, { write }),
    );
    // No response can contain JSON that is nested so deeply.
    const metadata = JSON.parse(`${'{"secret":'.repeat(600)}1${'}'.repeat(600)}`);
    const task = gateway.simulator?.addTask({ user: 'ada', metadata });

    const query = `{ task(id: "${task?.id}") { metadata } }`;
    const response = await fetch(`${gateway.url}/graphql`, post(JSON.stringify({ query })));
    const text = await response.text();
    await gateway.stop();

    const requestId = response.headers.get('x-request-id');
    expect(JSON.parse(text)).toEqual({
      data: { task: { metadata: null } },
      errors: [
        {
          message: expect.any(String),
          locations: expect.any(Array),
          path: ['task', 'metadata'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false, requestId },
        },
      ],
    });
    expect(lines).toMatchObject([{ msg: 'unforeseen error', requestId, stack: expect.any(Array) }]);
    expect(text + JSON.stringify(lines)).not.toMatch(/secret|"ada"/);
  });

  it('in the log changes no response', async () => {
    const write = () => {
      throw new RangeError('the log is full');
    };
    const closed = { PAYLINK_API_URL: 'http://127.0.0.1:1', PAYLINK_PCI_URL: 'http://127.0.0.1:1' };
    const gateway = await startGateway(loadConfig({ PORT: '0', ...closed }), createLogger('warn', redactor, { write }));

    const query = '{ user(identifier: "ada") { accounts { id } } }';
    const response = await fetch(`${gateway.url}/graphql`, post(JSON.stringify({ query })));
    await gateway.stop();

    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] });
  });
});
