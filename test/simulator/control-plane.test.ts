import { describe, expect, it } from '@jest/globals';
import { get, KEY_PAIR, mintToken, send, start, startInRealTime } from './harness.ts';

describe('GET /__simulator/', () => {
  it('lists the control plane, without credentials and without a log entry', async () => {
    const simulator = await start();

    const { status, body } = await get(simulator, '/__simulator/', {});
    const unknown = await get(simulator, '/__simulator/nothing', {});

    expect([status, unknown.status]).toEqual([200, 404]);
    expect(Object.keys(body)).toHaveLength(18);
    expect(simulator.calls()).toEqual([]);
  });
});

describe('GET /__simulator/state', () => {
  it('shows the world without numbers and secrets', async () => {
    const simulator = await start();
    const galileo = {
      apiLogin: 'secret-login',
      apiTransKey: 'secret-key',
      providerId: 'secret-provider',
      transactionId: 'secret-transaction',
      accountNo: 'secret-account',
      apiUrl: 'secret-url',
    };
    simulator.addUser({
      identifier: 'new',
      identity: { firstName: 'Secretia' },
      cards: [
        { number: '5555555555554444', cvv: '987', expiry: '01/31', title: 'Card' },
        { lastFour: '1111', title: 'Debit', paymentService: { galileo } },
      ],
      accounts: [{ accountNumber: '000999888777', routingNumber: '110000000' }],
    });
    const token = await mintToken(simulator, 'new');

    const { body, text } = await get(simulator, '/__simulator/state', {});

    expect(body.users.find(({ identifier }: { identifier: string }) => identifier === 'new')).toMatchObject({
      customer: 'demo-key',
      monitoring: false,
      identityFields: ['firstName'],
      cards: [
        { number: '•••• 4444', lastFour: '4444' },
        { number: null, lastFour: '1111', paymentService: 'galileo' },
      ],
      accounts: [{ accountNumber: '•••• 8777', accountNumberLastFour: '8777' }],
    });
    for (const secret of ['5555555555554444', '000999888777', '110000000', '987"', 'secret', 'Secretia', token]) {
      expect(text).not.toContain(secret);
    }
    expect(text).not.toContain('8012440091157763');
  });
});

describe('the clock', () => {
  it('is read and moved', async () => {
    const simulator = await start();

    const first = await get(simulator, '/__simulator/clock');
    const advanced = await send(simulator, 'POST', '/__simulator/clock', { advanceMs: 1_500 });
    const set = await send(simulator, 'POST', '/__simulator/clock', { now: '2031-01-01T00:00:00Z' });

    expect(first.body).toEqual({ now: '2030-01-15T12:00:00.000Z', offsetMs: 0 });
    expect(advanced.body).toEqual({ now: '2030-01-15T12:00:01.500Z', offsetMs: 1_500 });
    expect(set.body.now).toBe('2031-01-01T00:00:00.000Z');
  });

  it('follows real time without a start time', async () => {
    const simulator = await startInRealTime();
    const before = Date.now();

    const { body } = await get(simulator, '/__simulator/clock');

    expect(Date.parse(body.now)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(body.now)).toBeLessThanOrEqual(Date.now());
  });

  it('refuses an invalid start time', async () => {
    await expect(start({ startTime: 'noon' })).rejects.toThrow('startTime is not a date');
  });
});

describe('the world', () => {
  it('takes users, accounts and tasks', async () => {
    const simulator = await start();

    const user = await send(simulator, 'POST', '/__simulator/users', { identifier: 'a/b', identity: { city: 'Rome' } });
    const account = await send(simulator, 'POST', '/__simulator/users/a%2Fb/accounts', {
      account: { type: 'loan', data: { interestRate: 3 } },
    });
    const task = await send(simulator, 'POST', '/__simulator/tasks', { user: 'a/b', linkedAccount: account.body.id });

    const accounts = await get(simulator, '/a%2Fb/pay-link/accounts');
    const tasks = await get(simulator, '/user/a%2Fb/tasks');
    expect([user.status, account.status, task.status]).toEqual([201, 201, 201]);
    expect(accounts.body.accounts).toMatchObject([
      { _id: account.body.id, type: 'linked', account: { _id: account.body.id, type: 'loan' }, actions: [] },
    ]);
    expect(tasks.body.data.tasks).toMatchObject([{ _id: task.body.id, status: 'queued' }]);
    expect(account.body.id).toMatch(/^[0-9a-f]{24}$/);
  });

  it('takes accounts without company, account, actions or type', async () => {
    const simulator = await start();
    const bare = { id: 'bare', company: null, account: null, actions: null, type: null };

    await send(simulator, 'POST', '/__simulator/users/hedy/accounts', bare);

    const { body } = await get(simulator, '/hedy/pay-link/accounts');
    const state = await get(simulator, '/__simulator/state');
    expect(body.accounts).toEqual([{ _id: 'bare' }]);
    expect(state.body.users.find(({ identifier }: { identifier: string }) => identifier === 'hedy')).toMatchObject({
      payLinkAccounts: [{ id: 'bare', company: null, type: null, billingAccountNumber: null }],
    });
  });

  it('takes manual actions, complete payment methods and further products, as in Atomic’s guides', async () => {
    const simulator = await start();
    const actions = [{ actionId: 'QUJD', type: 'view-account', automated: false }];
    const card = { type: 'card', title: 'Visa', expiry: '12/29', lastFour: '4242' };
    const bank = { type: 'bank', title: 'Checking', accountType: 'checking', lastFour: '6789' };
    const account = { billing: { paymentMethods: [card, bank] } };

    await send(simulator, 'POST', '/__simulator/users/hedy/accounts', { account, actions });
    await send(simulator, 'POST', '/__simulator/tasks', { user: 'hedy', product: 'identify' });
    await send(simulator, 'POST', '/__simulator/tasks', { user: 'hedy', product: 'withhold' });

    const { body } = await get(simulator, '/hedy/pay-link/accounts');
    const tasks = await get(simulator, '/user/hedy/tasks');
    expect(body.accounts).toMatchObject([{ account, actions }]);
    expect(tasks.body.data.tasks).toMatchObject([{ product: 'identify' }, { product: 'withhold' }]);
  });

  it('takes users who are monitored', async () => {
    const simulator = await start();
    const monitoringOf = (monitoring?: boolean) =>
      simulator.addUser({ identifier: 'new', ...(monitoring !== undefined && { monitoring }) });

    monitoringOf(true);
    monitoringOf();

    expect(simulator.findUser('new')).toMatchObject({ monitoring: true, monitoringEndedAt: null });
  });

  it('returns to its initial state', async () => {
    const simulator = await start();
    const before = await get(simulator, '/__simulator/state');
    const first = simulator.addTask({ user: 'new' });
    simulator.addFault({ route: '*', kind: 'hang' });
    simulator.moveClock(5_000);

    const { body } = await send(simulator, 'POST', '/__simulator/reset');

    expect(body).toEqual({ now: '2030-01-15T12:00:00.000Z', offsetMs: 0 });
    expect((await get(simulator, '/__simulator/state')).body).toEqual(before.body);
    expect(simulator.calls()).toEqual([]);
    expect((await get(simulator, '/user/ada/tasks')).status).toBe(200);
    expect(simulator.addTask({ user: 'new' })).toEqual(first);
  });
});

describe('faults', () => {
  it('are added, listed with their remaining times, and removed', async () => {
    const simulator = await start();
    const fault = { route: '*', kind: 'status', status: 500, times: 2, share: 1 };

    const added = await send(simulator, 'POST', '/__simulator/faults', fault);
    await get(simulator, '/user/ada/tasks');
    const listed = await get(simulator, '/__simulator/faults');
    const removed = await send(simulator, 'DELETE', '/__simulator/faults');

    expect([added.status, added.body]).toEqual([201, fault]);
    expect(listed.body).toEqual({ faults: [{ ...fault, times: 1 }] });
    expect(removed.body).toEqual({ faults: [] });
  });
});

describe('invalid input', () => {
  it.each([
    ['POST', 'clock', 'advanceMs or now is required', {}],
    ['POST', 'clock', 'now must be', { now: 'tomorrow' }],
    ['POST', 'clock', 'advanceMs must be', { advanceMs: '5' }],
    ['POST', 'users', 'identifier is required', {}],
    ['POST', 'users', 'customer must be', { identifier: 'new', customer: 'nobody' }],
    ['POST', 'users', 'cards.0.lastFour is required', { identifier: 'new', cards: [{}] }],
    ['POST', 'users/ada/accounts', 'account must be', { account: 'loan' }],
    ['POST', 'users/ada/accounts', 'id is taken', { id: 'ada0000000000000000acc01' }],
    ['POST', 'users/ada/accounts', 'The body must be', []],
    ['POST', 'users/ada/accounts', 'actions must', { actions: 'change-plan' }],
    ['POST', 'tasks', 'user is required', {}],
    ['POST', 'tasks', 'payrollDataAvailable can only', { user: 'ada', product: 'switch', payrollDataAvailable: true }],
    ['POST', 'tasks', 'status must be one of queued', { user: 'ada', status: 'done' }],
    ['POST', 'tasks', 'createdAt does not have', { user: 'ada', createdAt: 'yesterday' }],
    ['POST', 'tasks', 'createdAt must be', { user: 'ada', createdAt: '2030-13-45T00:00:00Z' }],
    ['POST', 'tasks', 'company must be', { user: 'ada', company: 'Acme' }],
    ['POST', 'tasks', 'id is taken', { user: 'ada', id: 'ada00000000000000007a501' }],
    ['POST', 'faults', 'kind is required', { route: '*' }],
    ['POST', 'faults', 'kind must be one of latency', { route: '*', kind: 'fire' }],
    ['POST', 'faults', 'route must be one of', { route: 'GET /nothing', kind: 'hang' }],
    ['POST', 'faults', 'ms is required', { route: '*', kind: 'latency' }],
    ['POST', 'faults', 'field is required', { route: '*', kind: 'missing-field' }],
    ['POST', 'faults', 'status must be', { route: '*', kind: 'status', status: 99 }],
    ['POST', 'faults', 'times must be', { route: '*', kind: 'hang', times: 0 }],
    ['POST', 'faults', 'share must be', { route: '*', kind: 'hang', share: 0 }],
    ['POST', 'faults', 'share must be', { route: '*', kind: 'hang', share: 1.5 }],
    ['POST', 'faults', 'ms is required', { route: '*', kind: 'slow-body' }],
    ['POST', 'faults', 'bytes must be', { route: '*', kind: 'huge-body', bytes: 0 }],
    ['POST', 'faults', 'bytes must be', { route: '*', kind: 'huge-header', bytes: 2 ** 21 }],
    ['POST', 'faults', 'field must not be empty', { route: '*', kind: 'wrong-type', field: '' }],
    ['POST', 'faults', 'location does not have', { route: '*', kind: 'redirect', location: 'a\r\nb' }],
    ['POST', 'faults', 'number does not have', { route: '*', kind: 'exact-number', field: 'amount', number: 'NaN' }],
    ['POST', 'faults', 'value is required', { route: '*', kind: 'other-value', field: 'amount' }],
    ['POST', 'faults', 'row must be', { route: '*', kind: 'other-row', row: -1, value: null }],
    ['POST', 'faults', 'encoding must be one of gzip', { route: '*', kind: 'encoded', encoding: 'zip' }],
    ['POST', 'faults', 'status must be one of 401', { route: '*', kind: 'firewall', status: 500 }],
    ['POST', 'faults', 'headers.x does not have', { route: '*', kind: 'status', status: 500, headers: { x: 'a\nb' } }],
    ['POST', 'faults', 'host must be one of api, pci', { route: '*', kind: 'hang', host: 'moon' }],
  ])('%s /__simulator/%s: %s', async (method, path, message, input) => {
    const { status, body } = await send(await start(), method, `/__simulator/${path}`, input, {});

    expect(status).toBe(422);
    expect(body).toEqual({ code: 42200, message: expect.stringContaining(message) });
  });

  it('is a 400 if it is not JSON, and a 404 for an unknown task', async () => {
    const simulator = await start();

    const malformed = await send(simulator, 'POST', '/__simulator/tasks', '{');
    const missing = await send(simulator, 'PATCH', '/__simulator/tasks/nothing', { status: 'failed' }, KEY_PAIR);

    expect([malformed.status, missing.status]).toEqual([400, 404]);
  });
});
