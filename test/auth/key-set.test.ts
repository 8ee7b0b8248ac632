import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type RunningGateway, startTestGateway } from '../support/gateway.ts';
import {
  bearing,
  createSigningKey,
  type IdentityProvider,
  type SigningKey,
  startIdentityProvider,
} from '../support/identity-provider.ts';

const readViewer = '{ viewer { identifier } }';
const minuteMs = 60_000;

let provider: IdentityProvider;
let gateway: RunningGateway;
let passedMs = 0;

/** Moves the clock that ages the keys, so that no test waits. */
const realNow = performance.now.bind(performance);
const letPass = (ms: number) => {
  passedMs += ms;
};

beforeEach(async () => {
  passedMs = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => realNow() + passedMs);
  provider = await startIdentityProvider();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await gateway.stop();
  await provider.stop();
});

const ask = async (token: string) => {
  const { status, data, errors } = await gateway.query(readViewer, { headers: bearing(token) });
  return { status, identifier: data?.viewer?.identifier, code: errors[0]?.extensions.code, errors };
};
const accepted = { status: 200, identifier: 'ada', code: undefined };
const refused = { status: 401, code: 'UNAUTHENTICATED' };
const unavailable = { status: 503, code: 'INTERNAL_SERVER_ERROR' };

describe('the keys of an issuer', () => {
  it('are read once for many tokens', async () => {
    gateway = await startTestGateway(provider.env);
    const token = await provider.sign();

    const asked = await Promise.all(Array.from({ length: 20 }, () => ask(token)));

    expect(asked.every(({ status }) => status === 200)).toBe(true);
    expect(provider.asked()).toBe(1);
  });

  it('are read again for an unknown key, but not for every token', async () => {
    gateway = await startTestGateway(provider.env);
    const [old, fresh, strange] = [await provider.sign(), await createSigningKey('fresh'), await createSigningKey('x')];
    await ask(old);
    provider.publish(fresh);
    const [token, strangers] = [await provider.sign({}, { key: fresh }), await provider.sign({}, { key: strange })];

    const tooSoon = await ask(token);
    letPass(minuteMs);
    const found = await Promise.all([ask(token), ask(token), ask(token)]);
    for (let times = 0; times < 5; times += 1) expect(await ask(strangers)).toMatchObject(refused);

    expect(tooSoon).toMatchObject(refused);
    for (const each of found) expect(each).toMatchObject(accepted);
    expect(provider.asked()).toBe(2);
  });

  it('are all tried for a token without a key id', async () => {
    const [one, other, strange] = [
      await createSigningKey('1'),
      await createSigningKey('2'),
      await createSigningKey('3'),
    ];
    provider.publish(one, other);
    gateway = await startTestGateway(provider.env);
    const signNameless = (key: SigningKey) => provider.sign({}, { key, header: { kid: undefined } });

    for (const key of [one, other]) expect(await ask(await signNameless(key))).toMatchObject(accepted);
    expect(await ask(await signNameless(strange))).toMatchObject(refused);
  });

  it('that are unusable refuse their tokens without affecting other keys', async () => {
    const [good, bad] = [await createSigningKey('good'), await createSigningKey('bad')];
    const broken = { ...bad, published: { ...bad.published, x: 'AA', y: 'AA' } };
    provider.publish(good, broken);
    gateway = await startTestGateway(provider.env);

    expect(await ask(await provider.sign({}, { key: broken }))).toMatchObject(refused);
    expect(await ask(await provider.sign({}, { key: good }))).toMatchObject(accepted);
    expect(loggedMessages()).not.toContain('unforeseen error');
  });

  it('are no longer trusted ten minutes after they are withdrawn', async () => {
    gateway = await startTestGateway(provider.env);
    const token = await provider.sign();
    const before = await ask(token);
    provider.publish(await createSigningKey('another'));

    letPass(11 * minuteMs);

    expect(before).toMatchObject(accepted);
    expect(await ask(token)).toMatchObject(refused);
  });

  it.each<[string, Parameters<IdentityProvider['fail']>[0]]>([
    ['fails', (response) => response.writeHead(500).end()],
    ['closes the connection', (response) => response.destroy()],
    ['returns HTML', (response) => response.end('<html>')],
    ['returns no keys', (response) => response.end('{"keys":7}')],
    ['returns an endless response', (response) => response.end(`{"keys":[${'1,'.repeat(600_000)}1]}`)],
    ['redirects', (response) => response.writeHead(302, { location: '/keys' }).end()],
  ])('remain valid while their endpoint %s, which is logged once', async (_how, fail) => {
    gateway = await startTestGateway(provider.env);
    const token = await provider.sign();
    await ask(token);
    provider.fail(fail);

    for (let times = 0; times < 3; times += 1) {
      letPass(11 * minuteMs);
      expect(await ask(token)).toMatchObject(accepted);
    }
    provider.publish();
    letPass(11 * minuteMs);
    await ask(token);
    while (!loggedMessages().includes('the keys of bearer tokens can be read again')) await ask(token);

    expect(loggedMessages().filter((message) => message === 'the keys of bearer tokens cannot be read')).toHaveLength(
      1,
    );
  });

  it('are unavailable, not wrong, for an unknown key while their endpoint fails', async () => {
    gateway = await startTestGateway(provider.env);
    await ask(await provider.sign());
    provider.fail((response) => response.writeHead(500).end());
    letPass(minuteMs);

    const token = await provider.sign({}, { key: await createSigningKey('fresh') });

    expect(await ask(token)).toMatchObject(unavailable);
  });

  it('give 503 until they can be read after start, without affecting other callers', async () => {
    provider.fail((response) => response.writeHead(500).end());
    gateway = await startTestGateway(provider.env);
    const token = await provider.sign();

    const before = await ask(token);
    const other = await gateway.query(readViewer);
    provider.publish();
    letPass(minuteMs);

    expect(before).toMatchObject(unavailable);
    expect(before.errors).toEqual([
      {
        message: 'The keys that verify bearer tokens cannot be read just now.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true, requestId: expect.any(String) },
      },
    ]);
    expect(other.status).toBe(200);
    expect(await ask(token)).toMatchObject(accepted);
    expect(JSON.stringify(gateway.logs())).not.toContain('127.0.0.1');
  });
});

const loggedMessages = () => gateway.logs().map(({ msg }) => msg);
