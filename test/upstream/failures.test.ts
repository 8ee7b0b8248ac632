import { describe, expect, it } from '@jest/globals';
import { type Answer, useGateway } from '../support/gateway.ts';

const taskId = 'ada00000000000000007a503';

const reads = [
  {
    read: 'the details of a task',
    route: 'GET /task/:taskId/details',
    document: `{ task(id: "${taskId}") { product } }`,
    path: ['task'],
    required: ['_id', 'status', 'createdAt', 'task', 'data'],
  },
  {
    read: 'the status of a task',
    route: 'GET /task/:taskId/status',
    document: `{ task(id: "${taskId}") { status } }`,
    path: ['task'],
    required: ['status', 'createdAt'],
  },
  {
    read: 'the tasks of a user',
    route: 'GET /user/:identifier/tasks',
    document: '{ user(identifier: "ada") { identifier tasks { totalCount } } }',
    path: ['user', 'tasks'],
    required: ['_id', 'status', 'createdAt', 'tasks', 'data'],
  },
  {
    read: 'the accounts of a user',
    route: 'GET /:identifier/pay-link/accounts',
    document: '{ user(identifier: "ada") { identifier accounts { id } } }',
    path: ['user', 'accounts'],
    required: ['_id', 'accounts'],
  },
] as const;

const status = (code: number) => ({ kind: 'status', status: code }) as const;
const body = (code: number, sent: unknown) => ({ ...status(code), body: sent });

const failures = [
  { failure: '400', fault: status(400), code: 'BAD_USER_INPUT', retryable: false },
  { failure: '401', fault: status(401), code: 'UNAUTHENTICATED', retryable: false },
  { failure: '403', fault: status(403), code: 'FORBIDDEN', retryable: false },
  { failure: '422', fault: status(422), code: 'BAD_USER_INPUT', retryable: false },
  { failure: '429', fault: status(429), code: 'RATE_LIMITED', retryable: true },
  { failure: '500', fault: status(500), code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  { failure: '502', fault: status(502), code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  { failure: '503', fault: status(503), code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  { failure: '504', fault: status(504), code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  { failure: '599', fault: status(599), code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  { failure: '418', fault: status(418), code: 'UPSTREAM_INVALID_RESPONSE', retryable: false },
  { failure: '302 with an answer', fault: status(302), code: 'UPSTREAM_INVALID_RESPONSE', retryable: false },
  { failure: '204', fault: body(204, ''), code: 'UPSTREAM_INVALID_RESPONSE', retryable: false },
  { failure: 'an empty 200', fault: body(200, ''), code: 'UPSTREAM_INVALID_RESPONSE', retryable: false },
  { failure: 'a 200 of null', fault: body(200, null), code: 'UPSTREAM_INVALID_RESPONSE', retryable: false },
  { failure: 'a 200 of text', fault: body(200, 'queued'), code: 'UPSTREAM_INVALID_RESPONSE', retryable: false },
  { failure: 'a page for people', fault: { kind: 'non-json' }, code: 'UPSTREAM_INVALID_RESPONSE', retryable: false },
  { failure: 'half an answer', fault: { kind: 'truncated' }, code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  { failure: 'a reset connection', fault: { kind: 'reset' }, code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  { failure: 'a 401 in text', fault: body(401, 'Go away'), code: 'UPSTREAM_INVALID_RESPONSE', retryable: false },
  { failure: 'a 422 of null', fault: body(422, null), code: 'BAD_USER_INPUT', retryable: false },
  { failure: 'a 500 in HTML', fault: body(500, '<h1>Sorry</h1>'), code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  { failure: 'an empty 503', fault: body(503, ''), code: 'UPSTREAM_UNAVAILABLE', retryable: true },
] as const;

type Path = readonly (string | number)[];

function expectFailure({ status: httpStatus, data, errors }: Answer, path: Path, code: string, retryable: boolean) {
  // Only some of the failures come with a number.
  const upstreamCode = errors[0]?.extensions.upstreamCode;
  const extensions = { code, retryable, ...(upstreamCode !== undefined && { upstreamCode }) };
  expect(httpStatus).toBe(200);
  expect(errors).toEqual([{ message: expect.any(String), path, locations: expect.any(Array), extensions }]);
  // Fields that need no call are kept.
  expect(data).toEqual(path[0] === 'task' ? { task: null } : { user: { identifier: 'ada', [String(path[1])]: null } });
}

describe.each(reads)('$read', ({ route, document, path, required }) => {
  const gateway = useGateway();

  it.each(failures)('answers $failure with $code', async ({ fault, code, retryable }) => {
    gateway.simulator.addFault({ route, ...fault });

    const answer = await gateway.query(document);

    expectFailure(answer, path, code, retryable);
    expect(gateway.simulator.calls().map((call) => call.route)).toEqual([route]);
  });

  it.each(required)('answers a missing `%s` with UPSTREAM_INVALID_RESPONSE', async (field) => {
    gateway.simulator.addFault({ route, kind: 'missing-field', field });

    const answer = await gateway.query(document);

    expectFailure(answer, path, 'UPSTREAM_INVALID_RESPONSE', false);
  });

  it('works again once the failure is over', async () => {
    gateway.simulator.addFault({ route, kind: 'reset', times: 1 });

    await gateway.query(document);
    const { errors } = await gateway.query(document);

    expect(errors).toEqual([]);
  });
});

describe.each(reads)('$read, when nobody listens upstream', ({ document, path }) => {
  const gateway = useGateway();

  it('is UPSTREAM_UNAVAILABLE', async () => {
    await gateway.simulator.stop();

    const answer = await gateway.query(document);

    expectFailure(answer, path, 'UPSTREAM_UNAVAILABLE', true);
  });
});

describe('404', () => {
  const gateway = useGateway();

  it('means that there is no such task', async () => {
    const { data, errors } = await gateway.query(
      '{ status: task(id: "nobody") { status } details: task(id: "nobodys") { product } }',
    );

    expect(errors).toEqual([]);
    expect(data).toEqual({ status: null, details: null });
    expect(gateway.simulator.calls().map((call) => call.status)).toEqual([404, 404]);
  });

  it('means that there is no such user where a list is asked for', async () => {
    const {
      status: httpStatus,
      data,
      errors,
    } = await gateway.query(`{
      user(identifier: "nobody") {
        identifier tasks { totalCount } accounts { id } account(id: "a") { id } suggestions { buttonTitle } potentialMonthlySavings { amount }
      }
    }`);

    const fields = ['tasks', 'accounts', 'account', 'suggestions', 'potentialMonthlySavings'];
    expect(httpStatus).toBe(200);
    expect(data.user).toEqual({ identifier: 'nobody', ...Object.fromEntries(fields.map((field) => [field, null])) });
    expect(errors.map(({ path }) => path?.[1]).sort()).toEqual(fields.sort());
    for (const { extensions } of errors)
      expect(extensions).toEqual({ code: 'NOT_FOUND', retryable: false, upstreamCode: 40401 });
  });
});
