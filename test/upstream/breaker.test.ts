import { describe, expect, it } from '@jest/globals';
import { type Answer, useGateway } from '../support/gateway.ts';
import {
  type Arrival,
  type Client,
  endMonitoring,
  type HeldUpstream,
  queuedStatus,
  statusOf,
  useHeldUpstream,
} from '../support/held-upstream.ts';

/** Two failures open it when there was no other call. */
const sensitive = { UPSTREAM_BREAKER_CALLS: '10' };
const forGood = { ...sensitive, UPSTREAM_BREAKER_OPEN_MS: '600000' };
const forAMoment = { ...sensitive, UPSTREAM_BREAKER_OPEN_MS: '1' };

const codesOf = ({ errors }: Answer) => errors.map(({ extensions }) => extensions.code);

async function fail(upstream: HeldUpstream): Promise<void> {
  const { answer } = upstream.ask(statusOf('failing'));
  (await upstream.next()).answer(503);
  await answer;
}

/** Asks until a call is let through. */
async function untilLetThrough(upstream: HeldUpstream): Promise<{ probe: Arrival; client: Client }> {
  const arrival = upstream.next();
  for (;;) {
    const client = upstream.ask(statusOf('probe'));
    const probe = await Promise.race([arrival, client.answer.then(() => null)]);
    if (probe) return { probe, client };
  }
}

/** Asks until a call succeeds. */
async function untilServed({ gateway }: HeldUpstream): Promise<void> {
  while ((await gateway.query(statusOf('a'))).errors.length > 0);
}

describe('the breaker of a host', () => {
  const gateway = useGateway({ ...forGood, UPSTREAM_TIMEOUT_MS: '500' });
  // Each test has a breaker of its own.
  const held = useHeldUpstream({ ...forGood, UPSTREAM_TIMEOUT_MS: '500' });

  it.each([
    ['a 429', (arrival: Arrival) => arrival.answer(429)],
    ['a 500', (arrival: Arrival) => arrival.answer(500)],
    ['a 503', (arrival: Arrival) => arrival.answer(503)],
    ['a reset connection', (arrival: Arrival) => arrival.reset()],
    ['a timeout', () => undefined],
  ])('opens by %s, and then nothing is sent', async (_failure, answer) => {
    held.answerAll(answer);
    await held.gateway.query(statusOf('a'));
    await held.gateway.query(statusOf('b'));

    const { data, errors } = await held.gateway.query(statusOf('c'));

    expect(data).toEqual({ task: null });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } }]);
    expect(errors[0]?.extensions.retryAfter).toBeGreaterThan(500);
    expect(held.calls()).toHaveLength(2);
  });

  it.each([200, 302, 400, 401, 403, 404, 422])('stays closed however often a %i is answered', async (status) => {
    held.answerAll((arrival) => arrival.answer(status, 'no JSON'));
    for (let call = 0; call < 12; call += 1) await held.gateway.query(statusOf(`${call}`));

    expect(held.calls()).toHaveLength(12);
  });

  it('leaves the other host alone, and the gateway ready', async () => {
    gateway.simulator.addFault({ route: '*', host: 'api', kind: 'status', status: 503 });
    await gateway.query(statusOf('a'));
    await gateway.query(statusOf('b'));

    const { errors } = await gateway.query(
      'mutation { createAccessToken(input: { identifier: "ada" }) { user { identifier } } }',
    );
    const ready = await fetch(`${gateway.url}/health/ready`);

    expect(errors).toEqual([]);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ breakers: { api: 'open', pci: 'closed' } });
  });
});

describe('an open breaker', () => {
  const upstream = useHeldUpstream({ ...forGood, UPSTREAM_MAX_CONCURRENCY: '1' });

  it('holds for those who wait in line already', async () => {
    const clients = ['a', 'b', 'c', 'd', 'e'].map((id) => upstream.ask(statusOf(id)));
    (await upstream.next()).answer(503);
    (await upstream.next()).answer(503);

    const answers = await Promise.all(clients.map(({ answer }) => answer));

    expect(answers.flatMap(codesOf)).toEqual(Array(5).fill('UPSTREAM_UNAVAILABLE'));
    expect(upstream.calls()).toHaveLength(2);
  });
});

describe('a breaker that was open', () => {
  const upstream = useHeldUpstream(forAMoment);

  it('lets one call through and closes when that succeeds', async () => {
    await fail(upstream);
    await fail(upstream);
    const { probe, client } = await untilLetThrough(upstream);

    const refused = await upstream.gateway.query(statusOf('a'));
    probe.answer(200, queuedStatus);
    await client.answer;
    upstream.answerAll((arrival) => arrival.answer(200, queuedStatus));
    const served = await upstream.gateway.query(statusOf('a'));

    expect(codesOf(refused)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(served.errors).toEqual([]);
  });

  it('lets another one through when that fails', async () => {
    await fail(upstream);
    await fail(upstream);
    const first = await untilLetThrough(upstream);
    first.probe.answer(503);
    await first.client.answer;

    const second = await untilLetThrough(upstream);
    second.probe.answer(200, queuedStatus);

    expect((await second.client.answer).errors).toEqual([]);
  });

  it('waits for the call that it let through, although its client has left', async () => {
    await fail(upstream);
    await fail(upstream);
    const { probe, client } = await untilLetThrough(upstream);
    client.leave();
    const refused = await upstream.gateway.query(statusOf('a'));
    probe.answer(200, queuedStatus);
    expect(await probe.ended).toBe(true);
    upstream.answerAll((arrival) => arrival.answer(200, queuedStatus));
    await untilServed(upstream);

    expect(codesOf(refused)).toEqual(['UPSTREAM_UNAVAILABLE']);
  });

  it('lets a proven key pair through beside one that is not proven', async () => {
    const madeUp = { headers: { 'x-api-key': 'made-up', 'x-api-secret': 'made-up' } };
    await fail(upstream);
    await fail(upstream);
    const arrival = upstream.next();
    let isOver = false;
    while (!isOver) {
      const { answer } = upstream.ask(statusOf('made-up'), madeUp);
      isOver = await Promise.race([arrival.then(() => true), answer.then(() => false)]);
    }

    const { answer } = upstream.ask(statusOf('a'));
    (await upstream.next()).answer(200, queuedStatus);

    expect((await answer).errors).toEqual([]);
    const ready = await fetch(`${upstream.gateway.url}/health/ready`);
    expect(await ready.json()).toMatchObject({ breakers: { api: 'closed' } });
  });

  it('is not closed by the refusal of a made-up key pair', async () => {
    const madeUp = { headers: { 'x-api-key': 'made-up', 'x-api-secret': 'made-up' } };
    await fail(upstream);
    await fail(upstream);
    upstream.answerAll((arrival) => arrival.answer(401, { message: 'Unauthorized' }));
    while (codesOf(await upstream.gateway.query(statusOf('a'), madeUp))[0] !== 'UNAUTHENTICATED');

    const ready = await fetch(`${upstream.gateway.url}/health/ready`);
    expect(await ready.json()).toMatchObject({ breakers: { api: 'half-open' } });
  });

  it('does not mind calls that began before it opened and fail after it has closed', async () => {
    const late = ['a', 'b', 'c', 'd'].map((id) => upstream.ask(statusOf(id)));
    const lateArrivals = [await upstream.next(), await upstream.next(), await upstream.next(), await upstream.next()];
    await fail(upstream);
    await fail(upstream);
    const { probe, client } = await untilLetThrough(upstream);
    probe.answer(200, queuedStatus);
    await client.answer;

    for (const arrival of lateArrivals) arrival.reset();
    await Promise.all(late.map(({ answer }) => answer));

    const ready = await fetch(`${upstream.gateway.url}/health/ready`);
    expect(await ready.json()).toMatchObject({ breakers: { api: 'closed' } });
  });
});

describe('a breaker while calls wait in line', () => {
  const upstream = useHeldUpstream({
    ...forGood,
    UPSTREAM_MAX_CONCURRENCY: '1',
    OPERATION_TIMEOUT_MS: '400',
    UPSTREAM_TIMEOUT_MS: '60000',
  });

  it('does not take it for a failure of the host that their time is over', async () => {
    // A write that was sent goes on without its client, and so beyond the deadline of everybody.
    const leaving = upstream.ask(endMonitoring('ada'));
    const write = await upstream.next();
    leaving.leave();

    const answers = await Promise.all(['a', 'b', 'c'].map((id) => upstream.gateway.query(statusOf(id))));
    write.answer(200);
    upstream.answerAll((arrival) => arrival.answer(200, queuedStatus));

    expect(answers.flatMap(codesOf)).toEqual(Array(3).fill('UPSTREAM_TIMEOUT'));
    expect((await upstream.gateway.query(statusOf('d'))).errors).toEqual([]);
  });
});
