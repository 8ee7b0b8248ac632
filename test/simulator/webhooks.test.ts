import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Simulator } from '../../src/simulator/server.ts';
import { get, mintToken, SECOND_KEY_PAIR, send, start, startInRealTime } from './harness.ts';
import { type Received, type Receiver, startReceiver } from './receiver.ts';

const sign = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('hex');
const typesOf = ({ received }: Receiver) => received.map(({ body }) => body.eventType);
const statusesOf = ({ received }: Receiver) =>
  received.map(({ body }) => body.data.status).filter((status) => status !== undefined);

async function startBoth() {
  const receiver = await startReceiver();
  const simulator = await start({ webhookUrl: receiver.url });
  return { receiver, simulator };
}

async function moveClock(simulator: Simulator, ms: number) {
  simulator.moveClock(ms);
  await simulator.webhooksSettled();
}

describe('a webhook', () => {
  it('has a signed body and CloudEvents headers', async () => {
    const { receiver, simulator } = await startBoth();
    const company = { _id: 'c1', name: 'Mine' };
    const { id } = simulator.addTask({ user: 'ada', company, metadata: { a: 1 }, queuedMs: 1_000 });

    await moveClock(simulator, 1_000);

    const [{ headers, text, body }] = receiver.received as [Received];
    expect(body).toEqual({
      eventType: 'task-status-updated',
      eventTime: expect.any(String),
      user: { _id: simulator.findUser('ada')?.id, identifier: 'ada' },
      task: id,
      product: 'switch',
      company,
      metadata: { a: 1 },
      data: { previousStatus: 'queued', status: 'processing' },
    });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-hmac-signature-sha-256': sign(text, 'demo-secret'),
      'ce-id': expect.stringMatching(/^[0-9a-f]{24}$/),
      'ce-type': 'com.atomicfi.task-status-updated',
      'ce-time': body.eventTime,
      'ce-source': 'paylink-simulator',
      'ce-specversion': '1.0',
    });
  });

  it('has real time, even if the clock of the simulator was moved', async () => {
    const { receiver, simulator } = await startBoth();
    const before = Date.now();

    await moveClock(simulator, 600_000);

    for (const { body } of receiver.received) {
      expect(Date.parse(body.eventTime)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(body.eventTime)).toBeLessThanOrEqual(Date.now());
    }
    expect(receiver.received.length).toBeGreaterThan(0);
  });

  it.each([
    ['the first secret of the customer without a token', undefined, 'demo-secret'],
    ['the secret that created the token', 'demo-secret-rotated', 'demo-secret-rotated'],
  ])('is signed by %s', async (_title, secret, expected) => {
    const { receiver, simulator } = await startBoth();
    const keyPair = { 'x-api-key': 'demo-key', 'x-api-secret': secret ?? '' };
    const publicToken = secret && (await mintToken(simulator, 'new', undefined, keyPair));
    const { id } = simulator.addTask({ user: 'new' });

    simulator.changeTask(id, { status: 'completed' });
    await simulator.webhooksSettled();

    for (const { headers, text } of receiver.received) {
      expect(headers['x-hmac-signature-sha-256']).toBe(sign(text, expected));
    }
    expect(receiver.received[0]?.body.publicToken).toBe(publicToken);
  });

  it('of another customer is signed by a secret of that customer', async () => {
    const { receiver, simulator } = await startBoth();
    const publicToken = await mintToken(simulator, 'ada', undefined, SECOND_KEY_PAIR);
    const { id } = simulator.addTask({ publicToken });

    simulator.changeTask(id, { customer: 'second-key', status: 'completed' });
    await simulator.webhooksSettled();

    const [{ headers, text }] = receiver.received as [Received];
    expect(headers['x-hmac-signature-sha-256']).toBe(sign(text, 'second-secret'));
  });

  it('is not sent without a receiver, or for the seeded accounts', async () => {
    const { receiver, simulator } = await startBoth();

    simulator.reset();
    simulator.sendWebhooksTo(null);
    simulator.moveClock(600_000);
    simulator.sendWebhooksTo('');
    simulator.addAccount({ user: 'ada' });
    await simulator.webhooksSettled();

    expect([receiver.received, simulator.webhooks()]).toEqual([[], []]);
  });
});

describe('the events of a task', () => {
  it('are sent once for each step, in order', async () => {
    const { receiver, simulator } = await startBoth();
    simulator.addTask({ user: 'hedy', outcome: 'payment-method-locked' });

    await moveClock(simulator, 3_000);
    await moveClock(simulator, 0);
    await moveClock(simulator, 60_000);
    await moveClock(simulator, -60_000);
    await moveClock(simulator, 60_000);

    const ofHedy = receiver.received.filter(({ body }) => body.user.identifier === 'hedy');
    expect(ofHedy.map(({ body }) => [body.eventType, body.data])).toEqual([
      ['task-status-updated', { previousStatus: 'queued', status: 'processing' }],
      ['task-authentication-status-updated', { authenticated: true }],
      ['task-status-updated', { previousStatus: 'processing', status: 'failed', failReason: 'payment-method-locked' }],
      ['task-workflow-finished', { taskWorkflow: { _id: expect.any(String) }, tasks: [expect.anything()] }],
    ]);
  });

  it('are sent in chronological order when the clock is moved far', async () => {
    const { receiver, simulator } = await startBoth();
    simulator.addTask({ user: 'hedy', id: 'late', queuedMs: 5_000, processingMs: 1_000 });
    simulator.addTask({ user: 'hedy', id: 'early', queuedMs: 1_000, processingMs: 1_000 });

    await moveClock(simulator, 10_000);

    const moves = receiver.received.filter(
      ({ body }) => body.eventType === 'task-status-updated' && body.user.identifier === 'hedy',
    );
    expect(moves.map(({ body }) => `${body.task} ${body.data.status}`)).toEqual([
      'early processing',
      'early completed',
      'late processing',
      'late completed',
    ]);
  });

  it('are sent by themselves when the clock follows real time', async () => {
    const receiver = await startReceiver();
    const simulator = await startInRealTime({ webhookUrl: receiver.url });

    simulator.addTask({ user: 'hedy', queuedMs: 5, processingMs: 5 });

    await receiver.arrived(4);
    expect(statusesOf(receiver)).toEqual(['processing', 'completed']);
  });

  it('are sent after a restart for steps that were planned before it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
    const dataFile = join(folder, 'state.sqlite');
    const receiver = await startReceiver();
    const first = await start({ dataFile });
    const { id } = first.addTask({ user: 'hedy', queuedMs: 1_000, processingMs: 1_000 });
    await moveClock(first, 1_000);
    await first.stop();

    const second = await start({ dataFile, webhookUrl: receiver.url });
    await moveClock(second, 1_000);
    await second.stop();

    await rm(folder, { recursive: true });
    expect(receiver.received.filter(({ body }) => body.task === id).map(({ body }) => body.data)).toEqual([
      { previousStatus: 'processing', status: 'completed' },
    ]);
  });

  it('distinguish a changed final status from a first one', async () => {
    const { receiver, simulator } = await startBoth();
    const { id } = simulator.addTask({ user: 'hedy', status: 'processing' });

    simulator.changeTask(id, { status: 'completed' });
    simulator.changeTask(id, { status: 'failed', failReason: 'expired' });
    simulator.changeTask(id, { status: 'failed', failReason: 'expired' });
    simulator.changeTask(id, { authenticated: false });
    await simulator.webhooksSettled();

    expect(receiver.received.map(({ body }) => [body.eventType, body.data.previousStatus, body.data.status])).toEqual([
      ['task-status-updated', 'processing', 'completed'],
      ['task-workflow-finished', undefined, undefined],
      ['task-status-patched', 'completed', 'failed'],
      ['task-authentication-status-updated', undefined, undefined],
    ]);
  });

  it('are not sent for steps that a change cancelled', async () => {
    const { receiver, simulator } = await startBoth();
    const { id } = simulator.addTask({ user: 'hedy' });

    simulator.changeTask(id, { status: 'processing' });
    await moveClock(simulator, 60_000);

    expect(receiver.received.filter(({ body }) => body.task === id).map(({ body }) => body.data)).toEqual([
      { previousStatus: 'queued', status: 'processing' },
      { authenticated: true },
    ]);
  });

  it('include the end of a workflow with its last task', async () => {
    const { receiver, simulator } = await startBoth();
    const task = { user: 'hedy', taskWorkflow: 'w1', queuedMs: 0 };
    simulator.addTask({ ...task, id: 'first', processingMs: 1_000 });
    simulator.addTask({ ...task, id: 'second', processingMs: 2_000, outcome: 'expired', product: 'present' });

    await moveClock(simulator, 1_000);
    const early = typesOf(receiver);
    await moveClock(simulator, 1_000);

    expect(early).not.toContain('task-workflow-finished');
    expect(receiver.received.at(-1)?.body).toEqual({
      eventType: 'task-workflow-finished',
      eventTime: expect.any(String),
      user: { _id: simulator.findUser('hedy')?.id, identifier: 'hedy' },
      data: {
        taskWorkflow: { _id: 'w1' },
        tasks: [
          { _id: 'first', product: 'switch', status: 'completed' },
          { _id: 'second', product: 'present', status: 'failed' },
        ],
      },
    });
  });
});

describe('a completed switch task', () => {
  const cardOf = (lastFour: string, isPrimary: boolean) => ({ type: 'card', lastFour, isPrimary });

  async function startWithAccount() {
    const { receiver, simulator } = await startBoth();
    const paymentMethods = [cardOf('1111', true), cardOf('4444', false)];
    simulator.addUser({ identifier: 'new', cards: [{ number: '5555555555554444', title: 'Mine', expiry: '08/31' }] });
    simulator.addAccount({ user: 'new', id: 'acc', account: { billing: { amount: 5, paymentMethods } } });
    await simulator.webhooksSettled();
    return { receiver, simulator };
  }
  const billingOf = async (simulator: Simulator) =>
    (await get(simulator, '/new/pay-link/accounts')).body.accounts[0].account.billing;

  it('makes the newest card of the user the primary payment method of the linked account', async () => {
    const { receiver, simulator } = await startWithAccount();
    simulator.addTask({ user: 'new', linkedAccount: 'acc' });

    await moveClock(simulator, 60_000);

    expect(await billingOf(simulator)).toEqual({
      amount: 5,
      paymentMethods: [{ ...cardOf('4444', true), title: 'Mine', expiry: '08/31' }, cardOf('1111', false)],
    });
    const ofUser = receiver.received.filter(({ body }) => body.user.identifier === 'new');
    expect(ofUser.at(-1)?.body).toMatchObject({
      eventType: 'pay-link-accounts-updated',
      data: { accounts: [{ _id: 'acc' }] },
    });
  });

  it.each([
    { outcome: 'payment-method-declined', linkedAccount: 'acc' },
    { product: 'present', linkedAccount: 'acc' },
    { linkedAccount: 'none' },
    {},
  ])('differs from other tasks, which change no account: %j', async (task) => {
    const { simulator } = await startWithAccount();
    const before = await billingOf(simulator);
    simulator.addTask({ user: 'new', ...task });

    await moveClock(simulator, 60_000);

    expect(await billingOf(simulator)).toEqual(before);
  });
});

describe('the event of accounts', () => {
  it('is sent for an account that is added or changed', async () => {
    const { receiver, simulator } = await startBoth();
    const { id } = simulator.addAccount({ user: 'hedy', account: { type: 'loan', billing: { amount: 1 } } });

    simulator.changeAccount('hedy', id, { account: { billing: { amount: 2 } }, type: 'unlinked' });
    await simulator.webhooksSettled();

    const { body } = await get(simulator, '/hedy/pay-link/accounts');
    expect(body.accounts).toMatchObject([
      { _id: id, type: 'unlinked', account: { _id: id, type: 'loan', billing: { amount: 2 } } },
    ]);
    const event = {
      eventType: 'pay-link-accounts-updated',
      eventTime: expect.any(String),
      user: { _id: simulator.findUser('hedy')?.id, identifier: 'hedy' },
      data: { accounts: [{ _id: id }] },
    };
    expect(receiver.received.map((each) => each.body)).toEqual([event, event]);
  });
});

describe('a delivery', () => {
  it.each([
    [200, 1],
    [204, 1],
    [401, 1],
    [403, 1],
    [301, 4],
    [404, 4],
    [500, 4],
  ])('that is answered %i is attempted %i times, 30 seconds apart', async (status, attempts) => {
    const { receiver, simulator } = await startBoth();
    receiver.respond(...Array(99).fill(status));

    simulator.addAccount({ user: 'hedy' });
    await simulator.webhooksSettled();
    for (let count = 0; count < 5; count += 1) {
      await moveClock(simulator, 29_999);
      await moveClock(simulator, 1);
    }

    const attempted = receiver.received.filter(({ body }) => body.eventType === 'pay-link-accounts-updated');
    expect(attempted).toHaveLength(attempts);
    expect(new Set(attempted.map(({ text, headers }) => `${headers['ce-id']} ${text}`)).size).toBe(1);
    const logged = simulator.webhooks().filter(({ type }) => type === 'pay-link-accounts-updated');
    expect(logged.map((each) => [each.attempt, each.status])).toEqual(
      Array.from({ length: attempts }, (_, index) => [index + 1, status]),
    );
  });

  it('is attempted again after 30 seconds and not before', async () => {
    const { receiver, simulator } = await startBoth();
    receiver.respond(500);

    simulator.addAccount({ user: 'hedy' });
    await simulator.webhooksSettled();
    await moveClock(simulator, 29_999);
    const before = receiver.received.filter(({ body }) => body.data.accounts).length;
    await moveClock(simulator, 1);

    expect([before, receiver.received.filter(({ body }) => body.data.accounts).length]).toEqual([1, 2]);
  });

  it('is attempted again if nothing listens, and does not delay others', async () => {
    const { receiver, simulator } = await startBoth();
    simulator.sendWebhooksTo('http://127.0.0.1:9/');
    simulator.addAccount({ user: 'hedy' });
    await simulator.webhooksSettled();

    simulator.sendWebhooksTo(receiver.url);
    simulator.addAccount({ user: 'new' });
    await simulator.webhooksSettled();
    await moveClock(simulator, 30_000);

    const users = receiver.received.filter(({ body }) => body.data.accounts).map(({ body }) => body.user.identifier);
    expect(users).toEqual(['new', 'hedy']);
    expect(simulator.webhooks()[0]).toMatchObject({ attempt: 1, status: null });
  });

  it('is dropped by a reset, and ends when the simulator stops', async () => {
    const { receiver, simulator } = await startBoth();
    receiver.respond(500, null);
    simulator.addAccount({ user: 'hedy' });
    await simulator.webhooksSettled();

    simulator.reset();
    simulator.moveClock(30_000);
    await receiver.arrived(2);
    await simulator.stop();

    expect(receiver.received.filter(({ body }) => body.user.identifier === 'hedy')).toHaveLength(1);
  });

  it('is logged without body, signature or token', async () => {
    const { simulator } = await startBoth();
    const publicToken = await mintToken(simulator, 'hedy');
    const { id } = simulator.addTask({ user: 'hedy', metadata: { note: 'a secret note' } });

    simulator.changeTask(id, { status: 'processing', authenticated: false });
    await simulator.webhooksSettled();

    const { body, text } = await get(simulator, '/__simulator/webhooks', {});
    expect(body).toEqual({ url: expect.stringMatching(/hooks$/), deliveries: simulator.webhooks(), dropped: 0 });
    expect(body.deliveries).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        type: 'task-status-updated',
        customer: 'demo-key',
        user: 'hedy',
        task: id,
        attempt: 1,
        status: 200,
        fault: null,
      },
    ]);
    for (const secret of ['secret', publicToken]) expect(text).not.toContain(secret);
  });
});

describe('the control plane', () => {
  it('changes the receiver', async () => {
    const receiver = await startReceiver();
    const simulator = await start();

    const changed = await send(simulator, 'PUT', '/__simulator/webhooks', { url: receiver.url }, {});
    simulator.addAccount({ user: 'hedy' });
    await receiver.arrived(1);
    const removed = await send(simulator, 'PUT', '/__simulator/webhooks', { url: null }, {});

    expect([changed.body.url, removed.body.url]).toEqual([receiver.url, null]);
  });

  it('changes accounts and tasks', async () => {
    const { receiver, simulator } = await startBoth();
    const path = '/__simulator/users/ada/accounts/ada0000000000000000acc01';
    const task = '/__simulator/tasks/ada00000000000000007a505';

    const account = await send(simulator, 'PATCH', path, { company: { name: 'New' } }, {});
    const moved = await send(simulator, 'PATCH', task, { status: 'completed' }, {});
    await simulator.webhooksSettled();

    const { body } = await get(simulator, '/ada/pay-link/accounts');
    expect([account.body, moved.body.status]).toEqual([{ id: 'ada0000000000000000acc01' }, 'completed']);
    expect(body.accounts[0]).toMatchObject({ company: { name: 'New' }, account: { sourceId: expect.any(String) } });
    expect(typesOf(receiver)).toEqual([
      'pay-link-accounts-updated',
      'task-status-updated',
      'task-workflow-finished',
      'pay-link-accounts-updated',
    ]);
  });

  it('sends an event with any content and any signature', async () => {
    const { receiver, simulator } = await startBoth();
    const made = { type: 'never-heard-of', user: 'ada', task: 'ada00000000000000007a501', data: { status: 'failed' } };

    const answers = [
      await send(simulator, 'POST', '/__simulator/webhooks', made, {}),
      await send(simulator, 'POST', '/__simulator/webhooks', { ...made, secret: 'second-secret' }, {}),
    ];
    await receiver.arrived(2);

    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const [right, wrong] = receiver.received as [Received, Received];
    expect(right.body).toMatchObject({ eventType: 'never-heard-of', task: made.task, data: made.data });
    expect(right.headers['x-hmac-signature-sha-256']).toBe(sign(right.text, 'demo-secret'));
    expect(wrong.headers['x-hmac-signature-sha-256']).toBe(sign(wrong.text, 'second-secret'));
  });

  it.each([
    ['PUT', 'webhooks', 422, 'url is required', {}],
    ['PUT', 'webhooks', 422, 'url does not have', { url: 'ftp://127.0.0.1/' }],
    ['PUT', 'webhooks', 422, 'url must be an http', { url: 'http://:' }],
    ['POST', 'webhooks', 422, 'type is required', { user: 'ada' }],
    ['POST', 'webhooks', 404, 'User not found', { type: 'a', user: 'nobody' }],
    ['POST', 'webhooks', 404, 'Task not found', { type: 'a', user: 'ada', task: 'none' }],
    ['PATCH', 'users/nobody/accounts/a', 404, 'Account not found', {}],
    ['PATCH', 'users/ada/accounts/a', 404, 'Account not found', {}],
    ['PATCH', 'tasks/none', 404, 'Task not found', { status: 'failed' }],
    ['PATCH', 'tasks/ada00000000000000007a501', 422, 'status or authenticated is required', {}],
    ['POST', 'faults', 422, 'ms is required', { kind: 'webhook-delayed' }],
    ['POST', 'faults', 422, 'event must not be empty', { kind: 'webhook-lost', event: '' }],
  ])('refuses invalid input: %s %s %i %s', async (method, path, status, message, input) => {
    const answer = await send(await start(), method, `/__simulator/${path}`, input, {});

    expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(message)]);
  });
});
