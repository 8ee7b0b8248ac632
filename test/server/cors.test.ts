import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const query = { method: 'POST', body: '{"query":"{ __typename }"}' };

/** Returns the origin that may read the answer to a preflight and to a query, which must agree. */
async function allowedOrigin(url: string, origin: string): Promise<string | null> {
  const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-api-key' };
  const responses = await Promise.all([
    fetch(`${url}/graphql`, { method: 'OPTIONS', headers: { origin, ...preflight } }),
    fetch(`${url}/graphql`, { ...query, headers: { 'content-type': 'application/json', origin } }),
  ]);
  const allowed = new Set(responses.map(({ headers }) => headers.get('access-control-allow-origin')));
  expect(allowed.size).toBe(1);
  return [...allowed][0] ?? null;
}

describe('CORS_ORIGINS=https://*.example.com', () => {
  const gateway = useGateway({ PAYLINK_UPSTREAM: 'custom', CORS_ORIGINS: 'https://*.example.com, https://app.test' });

  it.each(['https://pr-12.example.com', 'https://a.example.com', 'https://app.test'])('allows %s', async (origin) => {
    expect(await allowedOrigin(gateway.url, origin)).toBe(origin);
  });

  it.each([
    'https://example.com',
    'https://a.b.example.com',
    'https://.example.com',
    'https://evilexample.com',
    'https://evil.com/.example.com',
    'https://evil.com?.example.com',
    'https://evil.com#.example.com',
    'https://evil.com\\.example.com',
    'https://evil.com@a.example.com',
    'https://evil.com:443.example.com',
    'https://a.example.com.evil.com',
    'https://a.exampleXcom',
    'https://a.example.com:8443',
    'https://a.example.com/',
    'http://a.example.com',
    'https://sub.app.test',
    'http://localhost:3000',
    'null',
    '*',
  ])('does not allow %s', async (origin) => {
    expect(await allowedOrigin(gateway.url, origin)).toBeNull();
  });
});

describe('the simulator', () => {
  const gateway = useGateway();

  it.each(['http://localhost:3000', 'http://localhost:5173', 'http://localhost'])(
    'lets a page of a dev server call the gateway: %s',
    async (origin) => {
      expect(await allowedOrigin(gateway.url, origin)).toBe(origin);
    },
  );

  it.each([
    'http://localhost.evil.com',
    'http://localhost:evil',
    'http://localhost:3000.evil.com',
    'http://evil.com:3000',
  ])('does not let a page of another origin call it: %s', async (origin) => {
    expect(await allowedOrigin(gateway.url, origin)).toBeNull();
  });
});
