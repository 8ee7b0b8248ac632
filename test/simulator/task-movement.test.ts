import { describe, expect, it } from '@jest/globals';
import { get, send, start } from './harness.ts';

describe('a task', () => {
  it('moves with the clock alone', async () => {
    const simulator = await start();
    const { id } = simulator.addTask({ user: 'ada' });
    const read = async () => (await get(simulator, `/task/${id}/status`)).body.status;

    const statuses = [await read(), await read()];
    for (const ms of [3_000, 6_000, 86_400_000]) {
      simulator.moveClock(ms);
      statuses.push(await read());
    }

    expect(statuses).toEqual(['queued', 'queued', 'processing', 'completed', 'completed']);
  });

  it('fails for the given reason, which is absent before', async () => {
    const simulator = await start();
    const { id } = simulator.addTask({ user: 'ada', outcome: 'payment-method-locked' });

    const queued = await get(simulator, `/task/${id}/status`);
    simulator.moveClock(60_000);
    const failed = await get(simulator, `/task/${id}/status`);

    expect(queued.body).toEqual({ createdAt: '2030-01-15T12:00:00.000Z', status: 'queued' });
    expect(failed.body).toMatchObject({ status: 'failed', failReason: 'payment-method-locked' });
  });

  it('is queued for about two seconds and processed for about six, each task differently', async () => {
    const simulator = await start();
    const ids = Array.from({ length: 20 }, () => simulator.addTask({ user: 'ada' }).id);
    const countStatus = async (status: string) => {
      const { body } = await get(simulator, `/user/ada/tasks?status=${status}`);
      return body.data.tasks.filter(({ _id }: { _id: string }) => ids.includes(_id)).length;
    };

    simulator.moveClock(1_599);
    const early = await countStatus('queued');
    simulator.moveClock(401);
    const half = await countStatus('queued');
    simulator.moveClock(400);
    const processing = await countStatus('processing');
    simulator.moveClock(7_200);

    expect([early, processing, await countStatus('completed')]).toEqual([20, 20, 20]);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(20);
  });

  it('has a stable time of its last change in its details', async () => {
    const simulator = await start();
    const { id } = simulator.addTask({ user: 'ada', queuedMs: 1_000, processingMs: 2_000 });
    const read = async () => (await get(simulator, `/task/${id}/details`)).body.data.task;

    const queued = await read();
    simulator.moveClock(1_500);
    const processing = await read();
    simulator.moveClock(60_000);
    const completed = await read();

    expect([queued.updatedAt, queued.authenticated]).toEqual(['2030-01-15T12:00:00.000Z', false]);
    expect([processing.updatedAt, processing.authenticated]).toEqual(['2030-01-15T12:00:01.000Z', true]);
    expect([completed.updatedAt, completed.status]).toEqual(['2030-01-15T12:00:03.000Z', 'completed']);
  });

  it('keeps the status that it was added with', async () => {
    const simulator = await start();
    const stuck = simulator.addTask({ user: 'ada', status: 'processing' });
    const odd = simulator.addTask({ user: 'ada', status: 'completed', failReason: 'unknown-failure' });
    const failed = simulator.addTask({ user: 'ada', status: 'failed', outcome: 'expired' });

    simulator.moveClock(86_400_000);

    expect((await get(simulator, `/task/${stuck.id}/status`)).body.status).toBe('processing');
    expect((await get(simulator, `/task/${odd.id}/status`)).body).toMatchObject({ failReason: 'unknown-failure' });
    expect((await get(simulator, `/task/${failed.id}/status`)).body).toMatchObject({ failReason: 'expired' });
  });

  it('has all properties that it was added with', async () => {
    const simulator = await start();
    const company = { _id: '000000000000000000000001', name: 'Mine' };
    const { id } = simulator.addTask({
      user: 'somebody new',
      id: '0000000000000000000000aa',
      product: 'deposit',
      authenticated: false,
      payrollDataAvailable: true,
      company,
      connector: null,
      linkedAccount: '0000000000000000000000bb',
      metadata: { a: [1] },
      taskWorkflow: '0000000000000000000000cc',
      createdAt: '2030-01-01T00:00:00Z',
    });

    const { body } = await get(simulator, `/task/${id}/details`);
    const list = await get(simulator, '/user/somebody%20new/tasks');

    expect(body.data.task).toMatchObject({
      _id: '0000000000000000000000aa',
      authenticated: false,
      company,
      createdAt: '2030-01-01T00:00:00.000Z',
      linkedAccount: '0000000000000000000000bb',
      metadata: { a: [1] },
      taskWorkflow: { _id: '0000000000000000000000cc' },
      user: { identifier: 'somebody new' },
    });
    expect(body.data.task).not.toHaveProperty('connector');
    expect(list.body.data.tasks).toMatchObject([{ payrollDataAvailable: true, product: 'deposit' }]);
  });

  it('may change after it has ended', async () => {
    const simulator = await start();
    const { id } = simulator.addTask({ user: 'ada' });
    simulator.moveClock(60_000);

    const change = await send(simulator, 'PATCH', `/__simulator/tasks/${id}`, {
      status: 'failed',
      failReason: 'expired',
    });
    const failed = await get(simulator, `/task/${id}/details`);
    simulator.moveClock(1);
    await send(simulator, 'PATCH', `/__simulator/tasks/${id}`, { status: 'completed' });
    const completed = await get(simulator, `/task/${id}/details`);

    expect([change.status, change.body]).toEqual([200, { id, status: 'failed', failReason: 'expired' }]);
    expect(failed.body.data.task).toMatchObject({
      status: 'failed',
      failReason: 'expired',
      updatedAt: '2030-01-15T12:01:00.000Z',
    });
    expect(completed.body.data.task.status).toBe('completed');
    expect(completed.body.data.task).not.toHaveProperty('failReason');
  });

  it('is already running in the seeded world', async () => {
    const simulator = await start();
    const read = async () =>
      (await get(simulator, '/user/ada/tasks')).body.data.tasks
        .slice(4)
        .map(({ status }: { status: string }) => status);

    const atStart = await read();
    simulator.moveClock(90_000);
    const later = await read();
    simulator.moveClock(300_000);

    expect(atStart).toEqual(['processing', 'queued']);
    expect(later).toEqual(['processing', 'processing']);
    expect(await read()).toEqual(['completed', 'failed']);
  });
});
