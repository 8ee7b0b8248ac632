import { afterEach, describe, expect, it } from '@jest/globals';
import Type from 'typebox';
import { toNetwork } from '../../src/upstream/address.ts';
import type { Call, Done, Send } from '../../src/upstream/call.ts';
import { createCallCounter } from '../../src/upstream/call-counter.ts';
import { actFor } from '../../src/upstream/caller.ts';
import { startDeadline } from '../../src/upstream/deadline.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { limit } from '../../src/upstream/limit.ts';
import { path } from '../../src/upstream/path.ts';
import { createProofs } from '../../src/upstream/proofs.ts';
import { prove } from '../../src/upstream/prove.ts';
import { createShape } from '../../src/upstream/shape.ts';
import { type Answer, type RunningGateway, startTestGateway } from '../support/gateway.ts';
import { type HeldUpstream, queuedStatus, statusOf, useHeldUpstream } from '../support/held-upstream.ts';
import { describeWithRedis, startRedis } from '../support/redis.ts';

const keyPair = (name: string) => ({ headers: { 'x-api-key': name, 'x-api-secret': `secret-of-${name}` } });
const three = '{ a: task(id: "a") { status } b: task(id: "b") { status } c: task(id: "c") { status } }';
const codesOf = ({ errors }: Answer) => errors.map(({ extensions }) => extensions.code);
const refusal = { message: 'Unauthorized' };

/** The next call comes from the gateway's own key pair, so no other call has been sent before it. */
async function expectNothingElse(upstream: HeldUpstream): Promise<void> {
  const { answer } = upstream.ask(statusOf('own'));
  const arrival = await upstream.next();
  expect(arrival.apiKey).toBe('demo-key');
  arrival.answer(200, queuedStatus);
  await answer;
}

describe('a key pair that is not proven', () => {
  const upstream = useHeldUpstream();

  it('makes one call, and its other calls follow when the upstream has accepted that', async () => {
    const { answer } = upstream.ask(three, keyPair('new'));
    const probe = await upstream.next();
    await expectNothingElse(upstream);
    probe.answer(200, queuedStatus);
    const others = [await upstream.next(), await upstream.next()];
    for (const other of others) other.answer(200, queuedStatus);

    expect((await answer).errors).toEqual([]);
  });

  it.each([200, 400, 404, 409])('is proven by a %i, and makes calls at once from then on', async (status) => {
    const first = upstream.ask(statusOf('a'), keyPair('new'));
    (await upstream.next()).answer(status, queuedStatus);
    await first.answer;

    upstream.ask(three, keyPair('new'));

    const arrivals = [await upstream.next(), await upstream.next(), await upstream.next()];
    expect(arrivals.map(({ apiKey }) => apiKey)).toEqual(['new', 'new', 'new']);
  });

  it('makes no call for a while when the upstream has refused it', async () => {
    const first = upstream.ask(three, keyPair('made-up'));
    (await upstream.next()).answer(401, refusal);
    const answers = [await first.answer, await upstream.gateway.query(three, keyPair('made-up'))];

    expect(answers.map(codesOf)).toEqual([Array(3).fill('UNAUTHENTICATED'), Array(3).fill('UNAUTHENTICATED')]);
    expect(upstream.calls()).toHaveLength(1);
  });

  it.each([
    ['a 401 that is not from the API', 401, '<h1>Blocked</h1>'],
    ['a 403', 403, refusal],
    ['a 429', 429, refusal],
    ['a 503', 503, refusal],
  ])('is neither proven nor refused by %s: the next call is the probe', async (_response, status, body) => {
    const { answer } = upstream.ask(three, keyPair('new'));
    (await upstream.next()).answer(status, body);
    const probe = await upstream.next();
    await expectNothingElse(upstream);
    probe.answer(200, queuedStatus);
    (await upstream.next()).answer(200, queuedStatus);

    expect((await answer).errors).toHaveLength(1);
  });

  it('gives its turn to the next call when the client of its probe leaves', async () => {
    const leaving = upstream.ask(statusOf('a'), keyPair('new'));
    const probe = await upstream.next();
    const staying = upstream.ask(statusOf('b'), keyPair('new'));
    await expectNothingElse(upstream);
    leaving.leave();
    await probe.ended;
    (await upstream.next()).answer(200, queuedStatus);

    expect((await staying.answer).errors).toEqual([]);
  });
});

describe("the gateway's own key pair", () => {
  const upstream = useHeldUpstream();

  it('needs no proof, and one 401 does not keep it from further calls', async () => {
    const first = upstream.ask(three);
    for (const arrival of [await upstream.next(), await upstream.next(), await upstream.next()])
      arrival.answer(401, refusal);
    await first.answer;

    const second = upstream.ask(statusOf('a'));
    (await upstream.next()).answer(200, queuedStatus);

    expect((await second.answer).errors).toEqual([]);
  });
});

/** The layer by itself. Its calls are answered by the test. */
function startCallers() {
  const sent: { call: Call; done: Done }[] = [];
  const proofs = createProofs({ ownCredentials: null, proofStore: null, apiUrl: 'http://127.0.0.1' });
  const layers = [prove(proofs, { maxConcurrency: 8, maxQueue: 100 }), limit()];
  const send = layers.reduceRight<Send>(
    (next, layer) => layer(next),
    (call, done) => void sent.push({ call, done }),
  );
  const deadline = startDeadline(60_000);
  let taken = 0;
  const takeCall = async () => {
    taken += 1;
    return null;
  };
  const start = (apiKey: string, address: string) => {
    const owner = { apiKey, apiSecret: 'secret', onBehalfOf: null };
    const read = actFor({ owner, address, deadline, counter: createCallCounter(), takeCall }, send);
    read.get(path`/path`, createShape(Type.Unknown())).catch(() => undefined);
  };
  return { sent, start, takenFromLimits: () => taken };
}

describe('probes', () => {
  it.each([
    ['of another address', '203.0.113.7', '198.51.100.9'],
    ['of another network', '2001:db8:1:2::1', '2001:db8:1:3::1'],
  ])('of one client are no reason for those %s to wait', (_other, flooding, other) => {
    const { sent, start } = startCallers();
    for (let pair = 0; pair < 20; pair += 1) start(`made-up-${pair}`, flooding);
    start('real', other);
    sent[0]?.done(new UpstreamError('unauthenticated', { status: 401 }));

    expect(sent.map(({ call }) => call.origin.credentials.apiKey)).toEqual(['made-up-0', 'real']);
  });

  it('of one network of IPv6 addresses share a line', () => {
    const { sent, start } = startCallers();
    for (let pair = 0; pair < 3; pair += 1) start(`made-up-${pair}`, `2001:db8:1:2::${pair}`);
    start('real', '198.51.100.9');
    sent[0]?.done(new UpstreamError('unauthenticated', { status: 401 }));

    expect(sent[1]?.call.origin.credentials.apiKey).toBe('real');
  });

  it('of made-up key pairs leave nothing with the call limits of callers', async () => {
    const { sent, start, takenFromLimits } = startCallers();
    start('made-up', '203.0.113.7');
    sent[0]?.done(new UpstreamError('unauthenticated', { status: 401 }));
    expect(takenFromLimits()).toBe(0);

    start('real', '203.0.113.7');
    sent[1]?.done(null);
    expect(takenFromLimits()).toBe(1);
  });

  it('have a bounded number of followers from one address', async () => {
    const { sent, start } = startCallers();
    for (let call = 0; call < 200; call += 1) start('new', '203.0.113.7');
    sent[0]?.done(null);
    await new Promise(setImmediate);

    expect(sent).toHaveLength(1 + 25);
  });
});

describe('the network of a client', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['', ''],
  ])('of %p is %p', (address, network) => {
    expect(toNetwork(address)).toBe(network);
  });
});

describe('a flood of made-up key pairs', () => {
  const upstream = useHeldUpstream({ UPSTREAM_MAX_CONCURRENCY: '8', UPSTREAM_BREAKER_CALLS: '10' });

  it('leaves room for a proven key pair, although the upstream does not respond', async () => {
    for (let pair = 0; pair < 40; pair += 1) upstream.ask(statusOf('a'), keyPair(`made-up-${pair}`));
    await upstream.next();

    for (let call = 0; call < 10; call += 1) await expectNothingElse(upstream);
  });

  it('does not open the breaker by its failures, nor fill the log', async () => {
    upstream.answerAll((arrival) => arrival.answer(503));
    const pairs = Array.from({ length: 100 }, (_, pair) => keyPair(`made-up-${pair}`));
    await Promise.all(pairs.map((pair) => upstream.gateway.query(statusOf('a'), pair)));
    upstream.answerAll((arrival) => arrival.answer(200, queuedStatus));

    expect((await upstream.gateway.query(statusOf('a'))).errors).toEqual([]);
    const lines = upstream.gateway.logs().filter(({ level }) => level === 40);
    expect(lines.length).toBeLessThan(50);
    expect(lines[0]).toMatchObject({ failures: { unavailable: expect.any(Number) } });
  });
});
const running: RunningGateway[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((gateway) => gateway.stop()));
});

describeWithRedis('a proof', () => {
  const upstream = useHeldUpstream();

  it('holds for all replicas, and after a restart', async () => {
    const redis = await startRedis();
    const env = { PAYLINK_API_URL: upstream.url, PAYLINK_PCI_URL: upstream.url, REDIS_URL: redis.url };
    const [one, other] = [await startTestGateway(env), await startTestGateway(env)];
    running.push(one, other);
    const first = one.query(statusOf('a'), keyPair('new'));
    (await upstream.next()).answer(200, queuedStatus);
    await first;

    const answer = other.query(three, keyPair('new'));
    const arrivals = [await upstream.next(), await upstream.next(), await upstream.next()];
    for (const arrival of arrivals) arrival.answer(200, queuedStatus);

    expect((await answer).errors).toEqual([]);
    await redis.stop();
  });
});
