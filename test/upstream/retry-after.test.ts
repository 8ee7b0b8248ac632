import { describe, expect, it } from '@jest/globals';
import { toUpstreamError } from '../../src/upstream/errors.ts';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const reads = [
  { read: 'a task', document: '{ task(id: "ada00000000000000007a501") { product } }' },
  { read: 'the status of a task', document: '{ task(id: "ada00000000000000007a501") { status } }' },
  { read: 'the tasks of a user', document: '{ user(identifier: "ada") { tasks { totalCount } } }' },
  { read: 'the accounts of a user', document: '{ user(identifier: "ada") { accounts { id } } }' },
];

const hour = 3_600_000;

describe.each(reads)('of $read', ({ document }) => {
  it.each([429, 503])('Retry-After of a %i in seconds is passed on', async (status) => {
    gateway.simulator.addFault({ route: '*', kind: 'status', status, retryAfter: 17 });

    const { errors } = await gateway.query(document);

    expect(errors[0]?.extensions).toMatchObject({ retryable: true, retryAfter: 17 });
  });

  it('Retry-After as an HTTP date is passed on as the seconds until then', async () => {
    const before = Date.now();
    const date = new Date(before + hour).toUTCString();
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 429, retryAfter: date });

    const { errors } = await gateway.query(document);

    const after = Date.now();
    expect(errors[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(errors[0]?.extensions.retryAfter).toBeLessThanOrEqual(Math.ceil((Date.parse(date) - before) / 1000));
    expect(errors[0]?.extensions.retryAfter).toBeGreaterThanOrEqual(Math.ceil((Date.parse(date) - after) / 1000));
  });

  it('a date that has passed is 0 seconds', async () => {
    const retryAfter = 'Wed, 21 Oct 2015 07:28:00 GMT';
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 429, retryAfter });

    const { errors } = await gateway.query(document);

    expect(errors[0]?.extensions).toEqual({
      code: 'RATE_LIMITED',
      retryable: true,
      retryAfter: 0,
      upstreamCode: 42900,
    });
  });

  it('no Retry-After is no `retryAfter`', async () => {
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 429 });

    const { errors } = await gateway.query(document);

    expect(errors[0]?.extensions).toEqual({ code: 'RATE_LIMITED', retryable: true, upstreamCode: 42900 });
  });
});

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['1', 1_000],
    ['120', 120_000],
    ['86400', 86_400_000],
  ])('of %s is a number of seconds', (retryAfter, delayMs) => {
    expect(toUpstreamError(429, retryAfter, '').retryAfterMs).toBe(delayMs);
  });

  it.each([[undefined], [''], ['soon'], ['5s'], ['1e3'], ['-5'], ['1.5'], ['about 5'], ['9'.repeat(400)]])(
    'of %p is as good as none',
    (retryAfter) => {
      expect(toUpstreamError(429, retryAfter, '').retryAfterMs).toBeNull();
    },
  );
});

describe('the body of an error', () => {
  it.each([
    ['a number', '{"code":40104,"message":"unusable"}', 40104],
    ['text', '{"code":"40104"}', null],
    ['further down', '{"error":{"code":40104}}', null],
    ['not there', '{}', null],
    ['not there as the body is null', 'null', null],
    ['not there as the body is a list', '[40104]', null],
    ['not there as the body is no JSON', '<h1>40104</h1>', null],
    ['not there as the body is empty', '', null],
  ])('tells its code where that is %s', (_what, body, upstreamCode) => {
    expect(toUpstreamError(400, undefined, body)).toMatchObject({ kind: 'refused', status: 400, upstreamCode });
  });

  it('leaves nothing else behind', () => {
    const error = toUpstreamError(400, undefined, '{"code":1,"message":"4111111111111111"}');

    expect(JSON.stringify([error, error.message, error.cause, error.stack])).not.toContain('4111');
  });
});
