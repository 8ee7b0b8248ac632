import { describe, expect, it } from '@jest/globals';
import { get, KEY_PAIR, mintToken, SECOND_KEY_PAIR, send, start } from './harness.ts';

const CALLS = [
  ['POST', '/access-token', { identifier: 'ada' }],
  ['PUT', '/user', { identifier: 'ada', data: {} }],
  ['PUT', '/user/ada/end-monitoring', undefined],
  ['GET', '/user/ada/tasks', undefined],
  ['GET', '/task/ada00000000000000007a501/details', undefined],
  ['GET', '/task/ada00000000000000007a501/status', undefined],
  ['GET', '/ada/pay-link/accounts', undefined],
] as const;

describe('a key pair', () => {
  it.each(CALLS)('opens %s %s, and nothing else does', async (method, path, body) => {
    const simulator = await start();
    const wrong = [
      {},
      { 'x-api-key': 'demo-key' },
      { 'x-api-secret': 'demo-secret' },
      { 'x-api-key': 'demo-key', 'x-api-secret': 'wrong' },
      { 'x-api-key': 'demo-key', 'x-api-secret': 'second-secret' },
      { 'x-api-key': 'nobody', 'x-api-secret': 'demo-secret' },
    ];

    const right = await send(simulator, method, path, body);
    const refused = await Promise.all(wrong.map((headers) => send(simulator, method, path, body, headers)));

    expect(right.status).toBe(200);
    for (const answer of refused) {
      expect([answer.status, answer.body]).toEqual([401, { code: 40101, message: 'Missing or invalid credentials' }]);
    }
  });

  it('may have another secret of the same customer', async () => {
    const simulator = await start();

    const { status } = await get(simulator, '/user/ada/tasks', { ...KEY_PAIR, 'x-api-secret': 'demo-secret-rotated' });

    expect(status).toBe(200);
  });

  it('opens the world of its own customer only', async () => {
    const simulator = await start();

    const tasks = await get(simulator, '/user/ada/tasks', SECOND_KEY_PAIR);
    const foreignTask = await get(simulator, '/task/ada00000000000000007a501/status', SECOND_KEY_PAIR);
    const foreignUser = await get(simulator, '/user/grace/tasks', SECOND_KEY_PAIR);
    await send(simulator, 'PUT', '/user/ada/end-monitoring', undefined, SECOND_KEY_PAIR);

    expect(tasks.body.data.tasks).toHaveLength(1);
    expect([foreignTask.status, foreignUser.status]).toEqual([404, 404]);
    expect(simulator.findUser('ada')?.monitoring).toBe(true);
    expect(simulator.findUser('ada', 'second-key')?.monitoring).toBe(false);
  });

  it('decides where a public token is sent as well', async () => {
    const simulator = await start();
    const token = { 'x-public-token': await mintToken(simulator, 'grace') };

    const right = await get(simulator, '/user/ada/tasks', { ...KEY_PAIR, ...token });
    const wrong = await get(simulator, '/user/grace/tasks', { ...KEY_PAIR, 'x-api-secret': 'wrong', ...token });
    const half = await get(simulator, '/user/grace/tasks', { 'x-api-key': 'demo-key', ...token });

    expect([right.status, wrong.status, half.status]).toEqual([200, 401, 200]);
  });
});

describe('a public token', () => {
  it('reads what is its own user’s, and finds nothing of anybody else’s', async () => {
    const simulator = await start();
    const headers = { 'x-public-token': await mintToken(simulator, 'ada') };

    const own = await Promise.all(
      ['/user/ada/tasks', '/ada/pay-link/accounts', '/task/ada00000000000000007a501/details'].map((path) =>
        get(simulator, path, headers),
      ),
    );
    const others = await Promise.all(
      ['/user/grace/tasks', '/grace/pay-link/accounts', '/task/6ace000000000000007a5001/status'].map((path) =>
        get(simulator, path, headers),
      ),
    );

    expect(own.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(others.map(({ status, body }) => [status, body.code])).toEqual([
      [404, 40401],
      [404, 40401],
      [404, 40402],
    ]);
  });

  it.each(CALLS.filter(([method]) => method !== 'GET'))('does not open %s %s', async (method, path, body) => {
    const simulator = await start();
    const headers = { 'x-public-token': await mintToken(simulator, 'ada') };

    const { status } = await send(simulator, method, path, body, headers);

    expect(status).toBe(401);
  });

  it.each([
    [undefined, 86_400],
    [1_800, 1_800],
    [2_592_000, 2_592_000],
  ])('lives as long as asked for (%p)', async (tokenLifetime, seconds) => {
    const simulator = await start();
    const headers = { 'x-public-token': await mintToken(simulator, 'ada', tokenLifetime) };

    simulator.moveClock(seconds * 1_000 - 1);
    const before = await get(simulator, '/user/ada/tasks', headers);
    simulator.moveClock(1);
    const after = await get(simulator, '/user/ada/tasks', headers);

    expect(before.status).toBe(200);
    expect([after.status, after.body.code]).toEqual([401, 40104]);
  });

  it('is refused when nobody minted it', async () => {
    const { status, body } = await get(await start(), '/user/ada/tasks', { 'x-public-token': 'made-up' });

    expect([status, body]).toEqual([401, { code: 40104, message: 'The public token is unknown or has expired' }]);
  });
});
