import { describe, expect, it } from '@jest/globals';
import { get, mintToken, send, sendTo, start } from './harness.ts';

describe('POST /access-token', () => {
  it('creates the user and returns two opaque tokens', async () => {
    const simulator = await start();

    const { status, body } = await send(simulator, 'POST', '/access-token', {
      identifier: 'new',
      identity: { city: 'Rome' },
    });

    expect(status).toBe(200);
    expect(body).toEqual({ data: { publicToken: expect.any(String), token: expect.any(String) } });
    expect(body.data.publicToken).not.toBe(body.data.token);
    expect(simulator.findUser('new')?.identity).toEqual({ city: 'Rome' });
  });

  it('ties a second token to the same user and adds the data', async () => {
    const simulator = await start();
    const minted = [await mintToken(simulator, 'new'), await mintToken(simulator, 'new')];
    const before = simulator.findUser('new');

    await send(simulator, 'POST', '/access-token', { identifier: 'new', cards: [{ lastFour: '1111', title: 'Visa' }] });

    expect(new Set(minted).size).toBe(2);
    expect(simulator.findUser('new')).toEqual({
      ...before,
      token: expect.anything(),
      cards: [{ lastFour: '1111', title: 'Visa' }],
    });
  });

  it('accepts card data at a BaaS provider', async () => {
    const simulator = await start();
    const galileo = {
      apiLogin: 'login',
      apiTransKey: 'key',
      providerId: '123',
      transactionId: 'a5a4e2a0-1f53-4f3e-8f0c-3d8f4e7a1b22',
      accountNo: '987',
      apiUrl: 'https://galileo.example.com',
    };
    const card = { lastFour: '1111', title: 'Debit', paymentService: { galileo } };

    const { status } = await send(simulator, 'POST', '/access-token', { identifier: 'new', cards: [card] });

    expect(status).toBe(200);
    expect(simulator.findUser('new')?.cards).toEqual([card]);
  });
});

describe('PUT /user', () => {
  it('creates an unknown user', async () => {
    const simulator = await start();

    const { status, body } = await send(simulator, 'PUT', '/user', { identifier: 'new', data: {} });

    expect([status, body]).toEqual([200, { data: {} }]);
    expect(simulator.findUser('new')?.identifier).toBe('new');
  });

  it('completes placeholders by their last four digits and merges identity by key', async () => {
    const simulator = await start();
    await send(simulator, 'POST', '/access-token', {
      identifier: 'new',
      identity: { firstName: 'Ann', city: 'Rome' },
      cards: [
        { lastFour: '4444', title: 'Card' },
        { lastFour: '9999', title: 'Other' },
      ],
      accounts: [{ accountNumberLastFour: '6789', title: 'Bank' }],
    });

    await sendTo(`${simulator.pciUrl}/user`, 'PUT', {
      identifier: 'new',
      data: {
        identity: { city: 'Oslo', phone: '5550100' },
        cards: [{ number: '5555555555554444', cvv: '321', expiry: '01/30' }],
        accounts: [{ accountNumber: '000123456789', routingNumber: '110000000', type: 'checking' }],
      },
    });

    expect(simulator.findUser('new')).toMatchObject({
      identity: { firstName: 'Ann', city: 'Oslo', phone: '5550100' },
      cards: [
        { lastFour: '4444', title: 'Card', number: '5555555555554444', cvv: '321', expiry: '01/30' },
        { lastFour: '9999', title: 'Other' },
      ],
      accounts: [
        { accountNumberLastFour: '6789', title: 'Bank', accountNumber: '000123456789', routingNumber: '110000000' },
      ],
    });
  });
});

describe('PUT /user/:identifier/end-monitoring', () => {
  it.each([undefined, ''])('ends the monitoring of a user, and changes no task (body: %j)', async (body) => {
    const simulator = await start();
    const before = await get(simulator, '/user/ada/tasks');

    const { status } = await send(simulator, 'PUT', '/user/ada/end-monitoring', body);

    const after = await get(simulator, '/user/ada/tasks');
    expect(status).toBe(200);
    expect(after.body).toEqual(before.body);
    expect(simulator.findUser('ada')).toMatchObject({
      monitoring: false,
      monitoringEndedAt: '2030-01-15T12:00:00.000Z',
    });
  });

  it('succeeds for a user who is not monitored, and changes nothing', async () => {
    const simulator = await start();
    const before = simulator.findUser('hedy');

    const { status } = await send(simulator, 'PUT', '/user/hedy/end-monitoring');

    expect(status).toBe(200);
    expect(before?.monitoring).toBe(false);
    expect(simulator.findUser('hedy')).toEqual(before);
  });

  it('is 404 for an unknown user', async () => {
    const { status, body } = await send(await start(), 'PUT', '/user/nobody/end-monitoring');

    expect([status, body]).toEqual([404, { code: 40401, message: 'User not found' }]);
  });
});
