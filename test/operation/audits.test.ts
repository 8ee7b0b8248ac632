import { describe, expect, it } from '@jest/globals';
import { type Audit, serverAudits } from 'graphql-http';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

/** Requests of a client other than a web page, with a header that a forged request cannot have. */
const fetchFn = (url: string, init: RequestInit = {}) =>
  fetch(url, { ...init, headers: { ...init.headers, 'apollo-require-preflight': 'true' } });

const audits = serverAudits({ url: () => `${gateway.url}/graphql`, fetchFn });
const toCase = (audit: Audit) => ({ id: audit.id, claim: audit.name, run: audit.fn });

/** The reason for a failed audit; null for a passed one. */
async function judge(run: Audit['fn']): Promise<string | null> {
  const result = await run();
  return result.status === 'ok' ? null : `${result.status}: ${result.reason}`;
}

describe('GraphQL over HTTP', () => {
  it.each(audits.map(toCase))('$id: $claim', async ({ run }) => {
    expect(await judge(run)).toBeNull();
  });

  it('is audited at all of 61 points', () => {
    expect(audits).toHaveLength(61);
  });
});

describe('a request that a form of another site could make', () => {
  it('is refused as a GET', async () => {
    const response = await fetch(`${gateway.url}/graphql?query={__typename}`);

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('CSRF');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'is refused as a POST of %s',
    async (contentType) => {
      const body = JSON.stringify({ query: '{ user(identifier: "ada") { tasks { totalCount } } }' });

      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body,
      });

      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(gateway.simulator.requests()).toEqual([]);
    },
  );
});
