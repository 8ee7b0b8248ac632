import { expect } from '@jest/globals';
import { checkFault, type Fault } from '../../src/simulator/faults/faults.ts';
import { errorCodes, isErrorCode } from './error-codes.ts';
import type { Endpoint } from './failure-endpoints.ts';
import type { Failure, Outcome, Strike } from './failure-table.ts';
import type { Answer, AnswerError, TestGateway } from './gateway.ts';

/** Breaks one endpoint, requests it together with a working one, and expects the outcome in the table. */
export async function expectOutcome(gateway: TestGateway, { strike, outcomes }: Failure, endpoint: Endpoint) {
  const outcome = outcomes[endpoint.kind];
  gateway.simulator.addFault(toFault(strike, endpoint));
  const askedAtMs = Date.now();

  const { status, data, errors } = await gateway.query(toOperation(endpoint), { variables: { data: endpoint.data } });

  expect(status).toBe(200);
  expect(errors).toEqual(toErrors(outcome, endpoint, askedAtMs, errors));
  expect(data).toEqual(toData(outcome, endpoint));
  expectCalls(gateway, outcome, endpoint);
}

function toFault({ field, ...strike }: Strike, { kind, route, host, fields }: Endpoint): Fault {
  const names = { ...fields, undeclared: 'neverDeclared' };
  // Of a route that reads, one user is left alone, so that the other's fault is seen to stay with them.
  return checkFault({
    ...strike,
    route,
    host,
    ...(isRead(kind) && { match: 'ada' }),
    ...(field && { field: names[field] }),
  });
}

export const isRead = (kind: Endpoint['kind']) => kind === 'task' || kind === 'list';

const whole = { request: 'GET /user/grace/tasks', field: 'whole: user(identifier: "grace") { tasks { totalCount } }' };

function toOperation({ kind, field, data }: Endpoint): string {
  if (kind === 'list') return `{ user(identifier: "ada") { identifier ${field} } ${whole.field} }`;
  if (kind === 'task') return `{ ${field} ${whole.field} }`;
  return `mutation ${data ? '($data: UserDataInput!) ' : ''}{ whole: __typename ${field} }`;
}

function toData(outcome: Outcome, endpoint: Endpoint): unknown {
  const { kind } = endpoint;
  const answer = toAnswer(outcome, endpoint);
  if (!isRead(kind)) return { whole: 'Mutation', answer };
  const rest = { whole: { tasks: { totalCount: 8 } } };
  return kind === 'list' ? { user: { identifier: 'ada', answer }, ...rest } : { answer, ...rest };
}

function toAnswer({ result }: Outcome, { answers }: Endpoint): unknown {
  if (result === 'null' || isErrorCode(result)) return null;
  if (result === 'userErrors REFUSED') return { user: null, userErrors: [{ code: 'REFUSED' }] };
  if (result === 'userErrors NOT_FOUND') return { user: null, userErrors: [{ code: 'NOT_FOUND' }] };
  return answers[result];
}

function toErrors({ result, retryAfter }: Outcome, { kind }: Endpoint, askedAtMs: number, errors: Answer['errors']) {
  if (!isErrorCode(result)) return [];
  const extensions = {
    code: result,
    retryable: errorCodes[result].isRetryable,
    ...(retryAfter !== undefined && { retryAfter: toSeconds(retryAfter, askedAtMs, errors[0]) }),
    // Only some of the failures come with a number.
    ...(errors[0]?.extensions.upstreamCode !== undefined && { upstreamCode: expect.any(Number) }),
  };
  const path = kind === 'list' ? ['user', 'answer'] : ['answer'];
  return [{ message: expect.any(String), path, locations: expect.any(Array), extensions }];
}

/** The seconds until a date depend on the time of the request, so a range is accepted. */
function toSeconds(
  retryAfter: Exclude<Outcome['retryAfter'], undefined>,
  askedAtMs: number,
  error: AnswerError | undefined,
): number {
  if (typeof retryAfter === 'number') return retryAfter;
  const secondsFrom = (ms: number) => Math.ceil((Date.parse(retryAfter.until) - ms) / 1000);
  return Math.min(secondsFrom(askedAtMs), Math.max(secondsFrom(Date.now()), error?.extensions.retryAfter ?? 0));
}

function expectCalls({ simulator }: TestGateway, { calls }: Outcome, { kind, host, request }: Endpoint): void {
  const made = simulator.calls();
  const expected = Array.from({ length: calls }, () => `${host} ${request}`);
  if (isRead(kind)) expected.push(`api ${whole.request}`);

  expect(made.map((call) => `${call.host} ${call.method} ${call.path}`).sort()).toEqual(expected.sort());
  if (!isRead(kind)) expect(new Set(made.map(({ bodyDigest }) => bodyDigest)).size).toBe(1);
}
