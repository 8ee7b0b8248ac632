import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../src/simulator/faults/faults.ts';
import { useGateway } from '../support/gateway.ts';

const mutation = `mutation {
  createAccessToken(input: { identifier: "ada" }) {
    accessToken { publicToken }
    user { identifier }
    userErrors { code field message }
  }
}`;
const route = 'POST /access-token';

describe('createAccessToken, when the upstream fails', () => {
  const gateway = useGateway();

  it.each([400, 422])('reports a refusal in the payload: %d', async (status) => {
    gateway.simulator.addFault({ route, kind: 'status', status });

    const { data, errors } = await gateway.query(mutation);

    expect(errors).toEqual([]);
    expect(data.createAccessToken).toEqual({
      accessToken: null,
      user: null,
      userErrors: [{ code: 'REFUSED', message: expect.any(String), field: null }],
    });
    expect(gateway.simulator.requests()).toEqual([route]);
  });

  it('reports input that only the upstream refuses in the payload, too', async () => {
    const document = `mutation ($accounts: [AccountDetailsInput!]) {
      createAccessToken(input: { identifier: "ada", accounts: $accounts }) { userErrors { code field } }
    }`;

    const { data, errors } = await gateway.query(document, { variables: { accounts: [{ accountNumber: '1234' }] } });

    expect(errors).toEqual([]);
    expect(data.createAccessToken.userErrors).toEqual([
      { code: 'REFUSED', field: ['input', 'accounts', '0', 'accountNumber'] },
    ]);
  });

  it.each([
    { status: 401, code: 'UNAUTHENTICATED', retryable: false },
    { status: 403, code: 'FORBIDDEN', retryable: false },
    { status: 429, code: 'RATE_LIMITED', retryable: true },
    { status: 500, code: 'UPSTREAM_UNAVAILABLE', retryable: true },
    { status: 503, code: 'UPSTREAM_UNAVAILABLE', retryable: true },
    { status: 418, code: 'UPSTREAM_INVALID_RESPONSE', retryable: false },
  ])('returns an error with a code and does not retry: $status', async ({ status, code, retryable }) => {
    gateway.simulator.addFault({ route, kind: 'status', status });

    const answer = await gateway.query(mutation);

    expectError(answer, { code, retryable });
    expect(gateway.simulator.requests()).toEqual([route]);
  });

  it('says that the host or the path is wrong when the upstream does not know the call', async () => {
    gateway.simulator.addFault({ route, kind: 'status', status: 404 });

    const answer = await gateway.query(mutation);

    expectError(answer, { code: 'UPSTREAM_INVALID_RESPONSE', retryable: false });
    expect(answer.errors[0]?.message).toMatch(/host or the path .*`PAYLINK_PCI_URL`/);
  });

  it.each([429, 503])('returns the seconds of Retry-After: %d', async (status) => {
    gateway.simulator.addFault({ route, kind: 'status', status, retryAfter: 7 });

    const { errors } = await gateway.query(mutation);

    expect(errors[0]?.extensions.retryAfter).toBe(7);
  });

  it.each<{ what: string; fault: Fault }>([
    { what: 'the connection is reset', fault: { route, kind: 'reset' } },
    { what: 'the response is truncated', fault: { route, kind: 'truncated' } },
  ])('reports an unknown outcome and does not retry when $what', async ({ fault }) => {
    gateway.simulator.addFault(fault);

    const answer = await gateway.query(mutation);

    expectError(answer, { code: 'OUTCOME_UNKNOWN', retryable: false });
    expect(answer.errors[0]?.message).toContain('send the same input again');
    expect(gateway.simulator.requests()).toEqual([route]);
  });

  it.each<{ what: string; fault: Fault }>([
    { what: 'not JSON', fault: { route, kind: 'non-json' } },
    { what: 'without a token', fault: { route, kind: 'missing-field', field: 'publicToken' } },
    {
      what: 'an empty token',
      fault: { route, kind: 'status', status: 200, body: { data: { publicToken: '' } } },
    },
    { what: 'a redirect', fault: { route, kind: 'status', status: 302 } },
  ])('reports an invalid response when it is $what', async ({ fault }) => {
    gateway.simulator.addFault(fault);

    const answer = await gateway.query(mutation);

    expectError(answer, { code: 'UPSTREAM_INVALID_RESPONSE', retryable: false });
    expect(gateway.simulator.requests()).toEqual([route]);
  });

  it('accepts a response with only the token', async () => {
    gateway.simulator.addFault({ route, kind: 'status', status: 201, body: { data: { publicToken: 'bare' } } });

    const { data } = await gateway.query(mutation);

    expect(data.createAccessToken.accessToken).toEqual({ publicToken: 'bare' });
  });

  it('logs one line with the route and the kind of error', async () => {
    gateway.simulator.addFault({ route, kind: 'reset' });

    await gateway.query(mutation);

    expect(gateway.logs()).toMatchObject([
      { level: 40, msg: 'upstream call failed', host: 'pci', method: 'POST', route: '/access-token' },
    ]);
    expect(gateway.logs()).toMatchObject([{ kind: 'outcome-unknown', durationMs: expect.any(Number) }]);
  });
});

describe('createAccessToken, when the upstream never responds', () => {
  const gateway = useGateway({ UPSTREAM_TIMEOUT_MS: '500' });

  it('times out with an unknown outcome and does not retry', async () => {
    gateway.simulator.addFault({ route, kind: 'hang' });

    const answer = await gateway.query(mutation);

    expectError(answer, { code: 'OUTCOME_UNKNOWN', retryable: false });
    expect(gateway.simulator.requests()).toEqual([route]);
  });
});

function expectError(
  { data, errors }: Awaited<ReturnType<ReturnType<typeof useGateway>['query']>>,
  extensions: { code: string; retryable: boolean },
): void {
  expect(data).toEqual({ createAccessToken: null });
  expect(errors).toEqual([
    expect.objectContaining({ path: ['createAccessToken'], extensions: expect.objectContaining(extensions) }),
  ]);
}
