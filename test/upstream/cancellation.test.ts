import { describe, expect, it } from '@jest/globals';
import { endMonitoring, type HeldUpstream, queuedStatus, statusOf, useHeldUpstream } from '../support/held-upstream.ts';

/** The gateway receives events in the order in which the test sends them. */
async function pingGateway({ gateway }: HeldUpstream): Promise<void> {
  for (let ping = 0; ping < 3; ping += 1) await fetch(`${gateway.url}/health/live`);
}

describe('a client that leaves', () => {
  // The next call is let in only when the one before it is really gone.
  const upstream = useHeldUpstream({ UPSTREAM_MAX_CONCURRENCY: '1', UPSTREAM_RETRIES: '2' });

  async function expectNextToBeServed(): Promise<void> {
    const { answer } = upstream.ask(statusOf('next'));
    const arrival = await upstream.next();
    expect(arrival.call).toBe('GET /task/next/status');
    arrival.answer(200, queuedStatus);
    expect((await answer).errors).toEqual([]);
  }

  it('ends the read that nobody else waits for', async () => {
    const client = upstream.ask(statusOf('a'));
    const read = await upstream.next();
    client.leave();

    expect(await read.ended).toBe(false);
    await expectNextToBeServed();
  });

  it('ends it too while its answer is coming', async () => {
    const client = upstream.ask(statusOf('a'));
    const read = await upstream.next();
    read.response.writeHead(200).write('{');
    client.leave();

    expect(await read.ended).toBe(false);
    await expectNextToBeServed();
  });

  it('ends it too while the body of an error is coming, which is not retried then', async () => {
    const client = upstream.ask(statusOf('a'));
    const read = await upstream.next();
    read.response.writeHead(503).write('{');
    client.leave();

    expect(await read.ended).toBe(false);
    await expectNextToBeServed();
  });

  it('lets a write that was sent go on', async () => {
    const client = upstream.ask(endMonitoring('ada'));
    const write = await upstream.next();
    client.leave();
    await pingGateway(upstream);
    write.answer(200);

    expect(await write.ended).toBe(true);
    await expectNextToBeServed();
  });

  it('is not there for a retry, not even of a write that may have acted', async () => {
    const client = upstream.ask(endMonitoring('ada'));
    const write = await upstream.next();
    client.leave();
    await pingGateway(upstream);
    write.reset();
    await expectNextToBeServed();

    expect(upstream.calls().filter((call) => call.startsWith('PUT'))).toHaveLength(1);
  });
});

describe('a client that leaves while its calls wait for others', () => {
  const upstream = useHeldUpstream({ UPSTREAM_MAX_CONCURRENCY: '2' });

  it('takes its reads out of the line, and they are never sent', async () => {
    const other = upstream.ask(statusOf('a'));
    const underWay = await upstream.next();
    const leaving = upstream.ask('{ b: task(id: "b") { status } waiting: task(id: "waiting") { status } }');
    const sent = await upstream.next();
    leaving.leave();
    await sent.ended;
    const next = upstream.ask(statusOf('c'));
    (await upstream.next()).answer(200, queuedStatus);
    underWay.answer(200, queuedStatus);

    const answers = await Promise.all([other.answer, next.answer]);

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(upstream.calls().map((call) => call.split('/')[2])).toEqual(['a', 'b', 'c']);
  });

  it('takes its write out of the line, and it is never sent', async () => {
    const other = upstream.ask(statusOf('a'));
    const underWay = await upstream.next();
    const second = upstream.ask(statusOf('b'));
    const sent = await upstream.next();
    const leaving = upstream.ask(endMonitoring('ada'));
    await pingGateway(upstream);
    leaving.leave();
    await pingGateway(upstream);
    sent.answer(200, queuedStatus);
    underWay.answer(200, queuedStatus);
    await Promise.all([other.answer, second.answer]);

    const next = upstream.ask(statusOf('c'));
    (await upstream.next()).answer(200, queuedStatus);

    expect((await next.answer).errors).toEqual([]);
    expect(upstream.calls().filter((call) => call.startsWith('PUT'))).toEqual([]);
  });
});
