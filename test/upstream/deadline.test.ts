import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/gateway.ts';
import { endMonitoring, queuedStatus, statusOf, useHeldUpstream } from '../support/held-upstream.ts';

const codesOf = ({ errors }: Answer) => errors.map(({ extensions }) => extensions.code);

describe('when the time of an operation is over', () => {
  const upstream = useHeldUpstream({ OPERATION_TIMEOUT_MS: '1500', UPSTREAM_RETRIES: '2' });

  it('its calls end', async () => {
    const { answer } = upstream.ask(statusOf('a'));
    const call = await upstream.next();

    expect(codesOf(await answer)).toEqual(['UPSTREAM_TIMEOUT']);
    expect(await call.ended).toBe(false);
    expect(upstream.calls()).toHaveLength(1);
  });

  it('what was answered before is there', async () => {
    const { answer } = upstream.ask('{ first: task(id: "a") { status } second: task(id: "b") { status } }');
    (await upstream.next()).answer(200, queuedStatus);

    const { data, errors } = await answer;

    expect(Object.values(data)).toEqual(expect.arrayContaining([null, { status: 'QUEUED' }]));
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
  });

  it('a write that was sent is OUTCOME_UNKNOWN, which says what to query, and nothing is sent after it', async () => {
    const end = (alias: string, identifier: string) =>
      `${alias}: endMonitoring(input: { identifier: "${identifier}" }) { userErrors { code } }`;
    const { answer } = upstream.ask(`mutation { ${end('first', 'ada')} ${end('second', 'grace')} }`);
    const write = await upstream.next();

    const { errors } = await answer;

    expect(errors).toMatchObject([
      { path: ['first'], message: expect.stringContaining('`tasks`'), extensions: { code: 'OUTCOME_UNKNOWN' } },
      { path: ['second'], extensions: { code: 'UPSTREAM_TIMEOUT' } },
    ]);
    expect(await write.ended).toBe(false);
    expect(upstream.calls()).toEqual(['PUT /user/ada/end-monitoring']);
  });

  it.each([
    ['a read', statusOf('a'), 'UPSTREAM_UNAVAILABLE'],
    ['a PUT', endMonitoring('ada'), 'UPSTREAM_UNAVAILABLE'],
  ])('%s would not be made again, so it fails before', async (_call, document, code) => {
    const { answer } = upstream.ask(document);
    (await upstream.next()).answer(503, '', { 'retry-after': '5' });

    expect((await answer).errors).toMatchObject([{ extensions: { code, retryAfter: 5 } }]);
    expect(upstream.calls()).toHaveLength(1);
  });
});

describe('when a call has taken as long as one may', () => {
  const upstream = useHeldUpstream({ UPSTREAM_TIMEOUT_MS: '400', UPSTREAM_RETRIES: '2' });

  it('it ends and is not made again, for the next would be no faster', async () => {
    const { answer } = upstream.ask(statusOf('a'));
    const call = await upstream.next();

    expect(codesOf(await answer)).toEqual(['UPSTREAM_TIMEOUT']);
    expect(await call.ended).toBe(false);
    expect(upstream.calls()).toHaveLength(1);
  });

  it('an error is what its status says although its body does not end', async () => {
    const { answer } = upstream.ask(statusOf('a'));
    (await upstream.next()).response.writeHead(403).write('{');

    expect(codesOf(await answer)).toEqual(['FORBIDDEN']);
  });

  it('a write is a success when it was answered with a 2xx although its body does not end', async () => {
    const { answer } = upstream.ask(endMonitoring('ada'));
    const write = await upstream.next();
    write.response.writeHead(200).write('{');

    expect((await answer).errors).toEqual([]);
    expect(await write.ended).toBe(false);
  });
});
