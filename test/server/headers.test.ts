import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway({ CORS_ORIGINS: 'https://app.example.com' });

const json = { 'content-type': 'application/json' };
const post = (body: string) => ({ method: 'POST', headers: json, body });

const responses = [
  { what: 'a response', path: '/graphql', init: post('{"query":"{ __typename }"}') },
  { what: 'a response with errors', path: '/graphql', init: post('{"query":"{ nothing }"}') },
  { what: 'a refused caller', path: '/graphql', init: { ...post('{}'), headers: { ...json, 'x-api-key': 'alone' } } },
  { what: 'an unknown persisted query', path: '/graphql', init: post(persistedQuery()) },
  { what: 'a forged request', path: '/graphql?query={__typename}', init: {} },
  { what: 'malformed JSON', path: '/graphql', init: post('{') },
  { what: 'an unknown path', path: '/nowhere', init: {} },
  { what: 'a path that cannot be decoded', path: '/%zz', init: {} },
  { what: 'health', path: '/health/live', init: {} },
  { what: 'the root', path: '/', init: {} },
];

function persistedQuery(): string {
  return JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'unknown' } } });
}

describe('the response headers', () => {
  it.each(responses)('of $what forbid caching, framing and content sniffing', async ({ path, init }) => {
    const { headers } = await fetch(gateway.url + path, init);

    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-request-id')).toMatch(/./);
    expect(headers.get('x-paylink-upstream')).toBe('simulator');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('include the defaults of Helmet', async () => {
    const { headers } = await fetch(`${gateway.url}/health/live`);

    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it.each(['/', '/graphql'])('of the page for browsers at %s forbid framing and keep its own policy', async (path) => {
    const { headers } = await fetch(gateway.url + path, { headers: { accept: 'text/html' } });

    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('of the explorer have its own policy', async () => {
    const { headers } = await fetch(`${gateway.url}/graphiql`);

    expect(headers.get('content-security-policy')).toMatch(/^default-src 'self'; .*frame-ancestors 'none'$/);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('a page of an allowed origin', () => {
  const origin = 'https://app.example.com';

  it('can send every header of a client', async () => {
    const sent = [
      'content-type',
      'authorization',
      'x-api-key',
      'x-api-secret',
      'x-public-token',
      'x-paylink-explain',
      'apollo-require-preflight',
    ].join(',');
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': sent };

    const preflight = await fetch(`${gateway.url}/graphql`, { method: 'OPTIONS', headers: { origin, ...asked } });

    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toBe(sent);
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('can read the request id and the upstream in use', async () => {
    const { headers } = await fetch(`${gateway.url}/graphql`, {
      ...post('{"query":"{ __typename }"}'),
      headers: { ...json, origin },
    });

    expect(headers.get('access-control-expose-headers')).toContain('x-request-id, x-paylink-upstream');
    expect(headers.get('vary')).toMatch(/origin/i);
  });
});
