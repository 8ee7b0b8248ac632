import { describe, expect, it } from '@jest/globals';
import type { Simulator } from '../../src/simulator/server.ts';
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
  it.each(CALLS)('is required for %s %s', async (method, path, body) => {
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

  it('may contain any secret of its customer', async () => {
    const simulator = await start();

    const { status } = await get(simulator, '/user/ada/tasks', { ...KEY_PAIR, 'x-api-secret': 'demo-secret-rotated' });

    expect(status).toBe(200);
  });

  it('gives access to the world of its own customer only', async () => {
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

  it('counts even if a public token is sent too', async () => {
    const simulator = await start();
    const token = { 'x-public-token': await mintToken(simulator, 'grace') };

    const right = await get(simulator, '/user/ada/tasks', { ...KEY_PAIR, ...token });
    const wrong = await get(simulator, '/user/grace/tasks', { ...KEY_PAIR, 'x-api-secret': 'wrong', ...token });
    const half = await get(simulator, '/user/grace/tasks', { 'x-api-key': 'demo-key', ...token });

    expect([right.status, wrong.status, half.status]).toEqual([200, 401, 401]);
  });
});

describe('a public token', () => {
  const startTask = (simulator: Simulator, publicToken: string) =>
    send(simulator, 'POST', '/__simulator/tasks', { publicToken }, {});

  it.each(CALLS)('does not authenticate %s %s', async (method, path, body) => {
    const simulator = await start();
    const headers = { 'x-public-token': await mintToken(simulator, 'ada') };

    const answer = await send(simulator, method, path, body, headers);

    expect([answer.status, answer.body]).toEqual([401, { code: 40101, message: 'Missing or invalid credentials' }]);
  });

  it('starts a task of its user, as in Atomic’s SDK', async () => {
    const simulator = await start();
    const token = await mintToken(simulator, 'ada', undefined, SECOND_KEY_PAIR);

    const { status, body } = await startTask(simulator, token);

    const { body: list } = await get(simulator, '/user/ada/tasks', SECOND_KEY_PAIR);
    expect(status).toBe(201);
    expect(list.data.tasks.map(({ _id }: { _id: string }) => _id)).toContain(body.id);
  });

  it.each([
    [undefined, 86_400],
    [1_800, 1_800],
    [2_592_000, 2_592_000],
  ])('expires after its lifetime (%p)', async (tokenLifetime, seconds) => {
    const simulator = await start();
    const token = await mintToken(simulator, 'ada', tokenLifetime);

    simulator.moveClock(seconds * 1_000 - 1);
    const before = await startTask(simulator, token);
    simulator.moveClock(1);
    const after = await startTask(simulator, token);

    expect(before.status).toBe(201);
    expect([after.status, after.body.code]).toEqual([401, 40104]);
  });

  it('is refused when the simulator did not create it', async () => {
    const { status, body } = await startTask(await start(), 'made-up');

    expect([status, body]).toEqual([401, { code: 40104, message: 'The public token is unknown or has expired' }]);
  });
});
