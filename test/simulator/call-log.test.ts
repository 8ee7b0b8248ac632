import { describe, expect, it } from '@jest/globals';
import { call, get, KEY_PAIR, mintToken, send, start } from './harness.ts';

describe('the call log', () => {
  it('keeps every REST call in order, as received', async () => {
    const simulator = await start();

    await get(simulator, '/user/a%20b%2Fc/tasks?status=failed');
    await send(simulator, 'PUT', '/user', { identifier: 'ada', data: {} });
    await call(`${simulator.pciUrl}/nowhere`);

    expect(simulator.requests()).toEqual(['GET /user/a%20b%2Fc/tasks?status=failed', 'PUT /user', 'GET /nowhere']);
    expect(simulator.calls()).toEqual([
      {
        host: 'api',
        method: 'GET',
        path: '/user/a%20b%2Fc/tasks?status=failed',
        route: 'GET /user/:identifier/tasks',
        status: 404,
        apiKey: 'demo-key',
        bodyPaths: [],
        bodyDigest: null,
      },
      {
        host: 'api',
        method: 'PUT',
        path: '/user',
        route: 'PUT /user',
        status: 200,
        apiKey: 'demo-key',
        bodyPaths: ['data', 'identifier'],
        bodyDigest: expect.stringMatching(/^[\w-]{16}$/),
      },
      {
        host: 'pci',
        method: 'GET',
        path: '/nowhere',
        route: null,
        status: 404,
        apiKey: null,
        bodyPaths: [],
        bodyDigest: null,
      },
    ]);
  });

  it('names the keys of a body, and contains no value or secret', async () => {
    const simulator = await start();
    const token = await mintToken(simulator, 'ada');
    simulator.clearCalls();

    await send(simulator, 'POST', '/access-token', {
      identifier: 'ada',
      cards: [{ number: '4242424242424242', cvv: '123' }],
      identity: { firstName: 'Augusta' },
      accounts: [],
    });
    await get(simulator, '/user/ada/tasks', { ...KEY_PAIR, 'x-public-token': token });

    const { body, text } = await get(simulator, '/__simulator/calls', {});
    expect(body.calls).toEqual(simulator.calls());
    expect(body.calls[0].bodyPaths).toEqual([
      'accounts',
      'cards.0.cvv',
      'cards.0.number',
      'identifier',
      'identity.firstName',
    ]);
    for (const secret of ['4242', 'Augusta', 'demo-secret', token]) expect(text).not.toContain(secret);
  });

  it('has equal digests for equal writes only, and none without a body', async () => {
    const simulator = await start();
    const end = (identifier: string, body?: unknown) =>
      send(simulator, 'PUT', `/user/${identifier}/end-monitoring`, body);

    await end('ada', { a: 1 });
    await end('ada', { a: 1 });
    await end('ada', { a: 2 });
    await end('grace', { a: 1 });
    await send(simulator, 'POST', '/user/ada/end-monitoring', { a: 1 });
    await end('ada');
    await end('ada', '');

    const [first, second, ...others] = simulator.calls().map(({ bodyDigest }) => bodyDigest);
    expect(second).toBe(first);
    expect(new Set([first, ...others.slice(0, 3)]).size).toBe(4);
    expect(others.slice(3)).toEqual([null, null]);
  });

  it('keeps the newest calls, and counts dropped ones', async () => {
    const simulator = await start();
    const listed = async () => (await get(simulator, '/__simulator/calls', {})).body;
    await get(simulator, '/first');

    for (let count = 0; count < 40; count += 1) {
      await send(simulator, 'PUT', '/user', { [`${count}`.padEnd(2 ** 20 - 100, 'x')]: 1 });
    }

    const { calls, dropped } = await listed();
    expect([calls.length, dropped]).toEqual([32, 9]);
    expect(calls.at(-1).bodyPaths[0]).toMatch(/^39x/);
    simulator.clearCalls();
    expect(await listed()).toEqual({ calls: [], dropped: 0 });
  });

  it('limits the keys of a body to 64 KiB, and to a depth of 16', async () => {
    const simulator = await start();
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`key-${index}`, 1]));
    const deep = '['.repeat(500_000) + ']'.repeat(500_000);

    await send(simulator, 'PUT', '/user', wide);
    await send(simulator, 'PUT', '/user', deep);

    const [first, second] = simulator.calls();
    const length = first?.bodyPaths.join('').length;
    expect(length).toBeGreaterThan(64_000);
    expect(length).toBeLessThan(66_000);
    expect(second?.bodyPaths).toEqual([Array(16).fill('0').join('.')]);
    expect(second?.status).toBe(422);
  });

  it('can be emptied', async () => {
    const simulator = await start();
    await get(simulator, '/user/ada/tasks', KEY_PAIR);

    const { body } = await send(simulator, 'DELETE', '/__simulator/calls');

    expect(body).toEqual({ calls: [] });
    expect(simulator.requests()).toEqual([]);
  });
});
