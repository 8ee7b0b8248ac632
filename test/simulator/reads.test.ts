import { describe, expect, it } from '@jest/globals';
import { get, KEY_PAIR, send, sendTo, start } from './harness.ts';

describe('GET /user/:identifier/tasks', () => {
  it('lists rows without company, and applies filters', async () => {
    const simulator = await start();

    const all = await get(simulator, '/user/ada/tasks');
    const failed = await get(simulator, '/user/ada/tasks?status=failed');
    const withData = await get(simulator, '/user/ada/tasks?payrollDataAvailable=true&status=completed');
    const without = await get(simulator, '/user/ada/tasks?payrollDataAvailable=false');

    expect(all.body.data.tasks).toHaveLength(6);
    expect(failed.body.data.tasks).toEqual([
      {
        _id: 'ada00000000000000007a503',
        authenticated: true,
        createdAt: '2030-01-10T08:31:55.004Z',
        failReason: 'payment-method-not-supported',
        payrollDataAvailable: false,
        product: 'switch',
        status: 'failed',
      },
    ]);
    expect(withData.body.data.tasks).toMatchObject([{ product: 'verify' }]);
    expect(without.body.data.tasks).toHaveLength(5);
    expect(Object.keys(withData.body.data.tasks[0])).not.toContain('failReason');
  });

  it.each([
    ['verify', true],
    ['deposit', true],
    ['identify', true],
    ['withhold', true],
    ['enroll', true],
    ['tax', true],
    ['present', false],
    ['switch', false],
    ['action', false],
    ['manage', false],
  ])('has payroll data of a completed %s task: %p', async (product, isAvailable) => {
    const simulator = await start();
    simulator.addTask({ user: 'hedy', product, status: 'completed' });
    simulator.addTask({ user: 'hedy', product, status: 'failed' });

    const { body } = await get(simulator, '/user/hedy/tasks');

    expect(body.data.tasks).toMatchObject([
      { status: 'completed', payrollDataAvailable: isAvailable },
      { status: 'failed', payrollDataAvailable: false },
    ]);
  });

  it.each(['status=done', 'status=', 'status=failed&status=queued', 'payrollDataAvailable=yes'])(
    'refuses %s',
    async (query) => {
      const simulator = await start();

      const { status, body } = await get(simulator, `/user/ada/tasks?${query}`);

      expect(status).toBe(422);
      expect(body).toEqual({ code: 42200, message: expect.stringContaining('must be one of') });
    },
  );
});

describe('GET /task/:taskId/details', () => {
  it('contains everything about a task', async () => {
    const simulator = await start();

    const { body } = await get(simulator, '/task/ada00000000000000007a502/details');

    expect(body.data.task).toEqual({
      _id: 'ada00000000000000007a502',
      authenticated: true,
      company: expect.objectContaining({ name: 'Marquee+' }),
      connector: expect.objectContaining({ name: 'Marquee+' }),
      createdAt: '2030-01-03T15:04:10.930Z',
      updatedAt: expect.stringMatching(/^2030-01-03T15:04:1/),
      linkedAccount: 'ada0000000000000000acc01',
      metadata: { campaign: 'spring-cleaning', step: 2, card: 'Everyday Visa' },
      product: 'switch',
      status: 'completed',
      taskWorkflow: { _id: 'ada0000000000000000f1001' },
      user: { _id: simulator.findUser('ada')?.id, identifier: 'ada' },
    });
  });

  it('omits missing values', async () => {
    const simulator = await start();

    const { body } = await get(simulator, '/task/ada00000000000000007a504/details');

    for (const key of ['company', 'connector', 'failReason', 'linkedAccount', 'metadata']) {
      expect(body.data.task).not.toHaveProperty(key);
    }
  });
});

describe('GET /task/:taskId/status', () => {
  it('is flat and small', async () => {
    const simulator = await start();

    const failed = await get(simulator, '/task/ada00000000000000007a503/status');
    const completed = await get(simulator, '/task/ada00000000000000007a501/status');

    expect(failed.body).toEqual({
      createdAt: '2030-01-10T08:31:55.004Z',
      status: 'failed',
      failReason: 'payment-method-not-supported',
    });
    expect(completed.body).toEqual({ createdAt: '2030-01-03T15:02:41.207Z', status: 'completed' });
  });
});

describe('GET /:identifier/pay-link/accounts', () => {
  it('returns accounts without a data envelope', async () => {
    const simulator = await start();

    const { body } = await get(simulator, '/ada/pay-link/accounts');

    expect(Object.keys(body)).toEqual(['accounts']);
    expect(body.accounts).toHaveLength(4);
    expect((await get(simulator, '/hedy/pay-link/accounts')).body).toEqual({ accounts: [] });
  });
});

describe('an unknown resource', () => {
  it.each([
    ['/user/nobody/tasks', 40401],
    ['/nobody/pay-link/accounts', 40401],
    ['/task/000000000000000000000000/details', 40402],
    ['/task/000000000000000000000000/status', 40402],
    ['/user//tasks', 40401],
    ['/no/such/route', 40400],
    ['/', 40400],
  ])('is 404 as JSON: %s', async (path, code) => {
    const { status, body } = await get(await start(), path);

    expect(status).toBe(404);
    expect(body).toEqual({ code, message: expect.any(String) });
  });

  it('is also a known path with another method', async () => {
    const { status, body } = await send(await start(), 'DELETE', '/user');

    expect([status, body]).toEqual([404, { code: 40400, message: 'Not found' }]);
  });
});

describe('the API host', () => {
  it('does not have POST /access-token, whatever the credentials', async () => {
    const simulator = await start();
    const url = `${simulator.apiUrl}/access-token`;

    const answers = await Promise.all(
      [KEY_PAIR, {}].map((headers) => sendTo(url, 'POST', { identifier: 'new' }, headers)),
    );

    for (const { status, body } of answers)
      expect([status, body]).toEqual([404, { code: 40400, message: 'Not found' }]);
    expect(simulator.findUser('new')).toBeUndefined();
    expect(simulator.calls()).toMatchObject([{ route: null }, { route: null }]);
  });

  it.each([{ number: '4242424242424242' }, { lastFour: '4242', title: 'Visa' }])(
    'refuses cards in PUT /user: %j',
    async (card) => {
      const simulator = await start();

      const { status, body } = await send(simulator, 'PUT', '/user', { identifier: 'new', data: { cards: [card] } });

      expect([status, body]).toEqual([400, { code: 40002, message: 'Card data is accepted on the PCI host only' }]);
      expect(simulator.findUser('new')).toBeUndefined();
    },
  );

  it('accepts bank accounts, identity and an empty list of cards in PUT /user', async () => {
    const simulator = await start();
    const data = { cards: [], accounts: [{ accountNumber: '000123456789' }], identity: { city: 'Rome' } };

    const { status } = await send(simulator, 'PUT', '/user', { identifier: 'new', data });

    expect(status).toBe(200);
  });
});

describe('the PCI host', () => {
  it('serves every call from the same state', async () => {
    const simulator = await start();
    await send(simulator, 'PUT', '/user', { identifier: 'new', data: {} });

    const answers = await Promise.all(
      ['/user/new/tasks', '/new/pay-link/accounts', '/task/ada00000000000000007a501/status'].map((path) =>
        fetch(simulator.pciUrl + path, { headers: KEY_PAIR }),
      ),
    );
    const control = await fetch(`${simulator.pciUrl}/__simulator/state`);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(control.status).toBe(404);
    expect(simulator.calls().filter(({ host }) => host === 'pci')).toHaveLength(3);
  });
});
