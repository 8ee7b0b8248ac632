import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { get, mintToken, send, sendTo, start } from './harness.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a simulator with a data file', () => {
  it('has the same state after a restart', async () => {
    const dataFile = join(folder, 'restart.sqlite');
    const first = await start({ dataFile });
    const publicToken = await mintToken(first, 'new');
    const { id } = first.addTask({ user: 'new', outcome: 'expired' });
    first.addAccount({ user: 'new' });
    await sendTo(`${first.pciUrl}/user`, 'PUT', {
      identifier: 'new',
      data: { cards: [{ number: '4242424242424242' }] },
    });
    await send(first, 'PUT', '/user/ada/end-monitoring');
    await send(first, 'PATCH', '/__simulator/tasks/ada00000000000000007a501', { status: 'failed' });
    first.moveClock(90_000);
    const state = await get(first, '/__simulator/state');
    const user = first.findUser('new');
    await first.stop();

    const second = await start({ dataFile });

    expect((await get(second, '/__simulator/state')).body).toEqual(state.body);
    expect(second.findUser('new')).toEqual(user);
    expect((await send(second, 'POST', '/__simulator/tasks', { publicToken })).status).toBe(201);
    expect((await get(second, `/task/${id}/status`)).body).toMatchObject({ status: 'failed', failReason: 'expired' });
    expect((await get(second, '/__simulator/clock')).body.offsetMs).toBe(90_000);
    expect(second.addTask({ user: 'new' }).id).not.toBe(id);
  });

  it.each(['a\u0000b', '\ud800', 'a\nb', '["demo-key","x"]'])('keeps the identifier %j', async (identifier) => {
    const dataFile = join(folder, `${encodeURIComponent(JSON.stringify(identifier))}.sqlite`);
    const first = await start({ dataFile });
    const { id } = first.addTask({ user: identifier });
    const user = first.findUser(identifier);
    await first.stop();

    const second = await start({ dataFile });

    expect(user?.identifier).toBe(identifier);
    expect(second.findUser(identifier)).toEqual(user);
    expect((await get(second, `/task/${id}/details`)).body.data.task.user.identifier).toBe(identifier);
  });

  it('stays reset after a restart', async () => {
    const dataFile = join(folder, 'reset.sqlite');
    const first = await start({ dataFile });
    first.addUser({ identifier: 'new' });
    first.moveClock(1);
    first.reset();
    await first.stop();

    const second = await start({ dataFile });

    expect(second.findUser('new')).toBeUndefined();
    expect(second.findUser('ada')).toBeDefined();
    expect((await get(second, '/__simulator/clock')).body.offsetMs).toBe(0);
  });

  it('keeps the examples of the reference over a restart, including two tasks with one id', async () => {
    const dataFile = join(folder, 'examples.sqlite');
    const first = await start({ dataFile });
    const before = await get(first, '/user/reference-tasks/tasks');
    await first.stop();

    const after = await get(await start({ dataFile }), '/user/reference-tasks/tasks');

    expect(after.body.data.tasks).toHaveLength(2);
    expect(after.body).toEqual(before.body);
  });
});

describe('a simulator without a data file', () => {
  it('starts without the data of earlier simulators', async () => {
    const first = await start();
    first.addUser({ identifier: 'new' });

    expect((await start()).findUser('new')).toBeUndefined();
  });
});
