import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../src/simulator/faults/faults.ts';
import { useGateway } from '../support/gateway.ts';

/** No server listens on port 1. */
const closedUrl = 'http://127.0.0.1:1';

const mutations = [
  {
    mutation: 'updateUser',
    document: `mutation { payload: updateUser(input: { identifier: "ada", data: { accounts: [{ accountNumberLastFour: "6789" }] } }) {
      user { identifier } userErrors { code field }
    } }`,
    route: 'PUT /user',
    request: 'PUT /user',
  },
  {
    mutation: 'endMonitoring',
    document: `mutation { payload: endMonitoring(input: { identifier: "ada" }) {
      user { identifier } userErrors { code field }
    } }`,
    route: 'PUT /user/:identifier/end-monitoring',
    request: 'PUT /user/ada/end-monitoring',
  },
] as const;

describe.each(mutations)('$mutation, when the upstream fails', ({ document, route, request }) => {
  const gateway = useGateway();

  it.each([
    { status: 400, refusal: { code: 'REFUSED', field: null } },
    { status: 422, refusal: { code: 'REFUSED', field: null } },
    { status: 404, refusal: { code: 'NOT_FOUND', field: ['input', 'identifier'] } },
  ])('reports the reason of a refusal in the payload: $status', async ({ status, refusal }) => {
    gateway.simulator.addFault({ route, kind: 'status', status });

    const { data, errors } = await gateway.query(document);

    expect(errors).toEqual([]);
    expect(data.payload).toEqual({ user: null, userErrors: [refusal] });
    expect(gateway.simulator.requests()).toEqual([request]);
  });

  it.each([
    { status: 401, code: 'UNAUTHENTICATED', retryable: false },
    { status: 403, code: 'FORBIDDEN', retryable: false },
    { status: 429, code: 'RATE_LIMITED', retryable: true },
    { status: 500, code: 'UPSTREAM_UNAVAILABLE', retryable: true },
    { status: 503, code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  ])('returns an error with a code and does not retry: $status', async ({ status, code, retryable }) => {
    gateway.simulator.addFault({ route, kind: 'status', status });

    expectError(await gateway.query(document), { code, retryable });
    expect(gateway.simulator.requests()).toEqual([request]);
  });

  it('reports an unknown outcome and does not retry when the connection is reset', async () => {
    gateway.simulator.addFault({ route, kind: 'reset' });

    expectError(await gateway.query(document), { code: 'OUTCOME_UNKNOWN', retryable: false });
    expect(gateway.simulator.requests()).toEqual([request]);
  });

  it.each<{ what: string; fault: Fault }>([
    { what: 'is truncated', fault: { route, kind: 'truncated' } },
    { what: 'is not JSON', fault: { route, kind: 'non-json' } },
    { what: 'is empty', fault: { route, kind: 'status', status: 204, body: '' } },
    { what: 'has another 2xx status', fault: { route, kind: 'status', status: 202, body: { anything: true } } },
  ])('succeeds with any 2xx response, such as one that $what', async ({ fault }) => {
    gateway.simulator.addFault(fault);

    const { data, errors } = await gateway.query(document);

    expect(errors).toEqual([]);
    expect(data.payload).toEqual({ user: { identifier: 'ada' }, userErrors: [] });
    expect(gateway.simulator.requests()).toEqual([request]);
  });
});

describe.each(mutations)('$mutation, when the upstream never responds', ({ document, route, request }) => {
  const gateway = useGateway({ UPSTREAM_TIMEOUT_MS: '500' });

  it('times out with an unknown outcome and does not retry', async () => {
    gateway.simulator.addFault({ route, kind: 'hang' });

    expectError(await gateway.query(document), { code: 'OUTCOME_UNKNOWN', retryable: false });
    expect(gateway.simulator.requests()).toEqual([request]);
  });
});

describe.each(mutations)('$mutation, when the API host is down', ({ document }) => {
  const gateway = useGateway({ PAYLINK_API_URL: closedUrl });

  it('reports a retryable error, because nothing was sent', async () => {
    expectError(await gateway.query(document), { code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

function expectError(
  { data, errors }: Awaited<ReturnType<ReturnType<typeof useGateway>['query']>>,
  extensions: { code: string; retryable: boolean },
): void {
  expect(data).toEqual({ payload: null });
  expect(errors).toEqual([
    expect.objectContaining({ path: ['payload'], extensions: expect.objectContaining(extensions) }),
  ]);
}
