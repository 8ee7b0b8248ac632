import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type WebhookFault, webhookFaultKinds } from '../../src/simulator/faults/webhook-faults.ts';
import { send, start } from './harness.ts';
import { startReceiver } from './receiver.ts';

async function startWith(...faults: readonly WebhookFault[]) {
  const receiver = await startReceiver();
  const simulator = await start({ webhookUrl: receiver.url });
  for (const fault of faults) simulator.addFault(fault);
  const announce = (user: string) => simulator.addAccount({ user });
  /** The users in the account events, in order of arrival. Events of seeded tasks are left out. */
  const usersOf = () =>
    receiver.received.filter(({ body }) => body.data.accounts).map(({ body }) => body.user.identifier);
  return { receiver, simulator, announce, usersOf };
}

describe('a fault of webhooks', () => {
  it('webhook-lost: never sends the event', async () => {
    const { simulator, announce, usersOf } = await startWith({ kind: 'webhook-lost', times: 1 });

    announce('ada');
    announce('grace');
    await simulator.webhooksSettled();
    const log = simulator.webhooks();
    simulator.moveClock(30_000);
    await simulator.webhooksSettled();

    expect(usersOf()).toEqual(['grace']);
    expect(log).toMatchObject([
      { user: 'ada', attempt: 0, status: null, fault: 'webhook-lost' },
      { user: 'grace', attempt: 1, status: 200, fault: null },
    ]);
  });

  it('webhook-doubled: sends the same event twice', async () => {
    const { receiver, simulator, announce } = await startWith({ kind: 'webhook-doubled' });

    announce('ada');
    await simulator.webhooksSettled();

    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map(({ text, headers }) => `${headers['ce-id']} ${text}`)).size).toBe(1);
  });

  it('webhook-shuffled: sends the event after the next one', async () => {
    const { simulator, announce, usersOf } = await startWith({ kind: 'webhook-shuffled', times: 2 });

    for (const user of ['ada', 'grace', 'linus', 'hedy']) announce(user);
    await simulator.webhooksSettled();

    expect(usersOf()).toEqual(['linus', 'ada', 'grace', 'hedy']);
  });

  it('webhook-shuffled: sends the event after 30 seconds if no other follows', async () => {
    const { simulator, announce, usersOf } = await startWith({ kind: 'webhook-shuffled', match: 'hedy' });

    announce('hedy');
    simulator.clearFaults();
    await simulator.webhooksSettled();
    const before = usersOf();
    simulator.moveClock(30_000);
    await simulator.webhooksSettled();

    expect([before, usersOf()]).toEqual([[], ['hedy']]);
  });

  it('webhook-delayed: sends the event when the clock has moved that far', async () => {
    const { simulator, announce, usersOf } = await startWith({ kind: 'webhook-delayed', ms: 500, match: 'hedy' });

    announce('hedy');
    announce('grace');
    simulator.moveClock(499);
    await simulator.webhooksSettled();
    const before = usersOf();
    simulator.moveClock(1);
    await simulator.webhooksSettled();

    expect([before, usersOf()]).toEqual([['grace'], ['grace', 'hedy']]);
  });

  it('webhook-forged: sends the opposite first, signed by another secret, and then the event', async () => {
    const { receiver, simulator } = await startWith({ kind: 'webhook-forged', event: 'task-status-updated' });
    const { id } = simulator.addTask({ user: 'hedy', status: 'processing', authenticated: true });

    simulator.changeTask(id, { status: 'failed' });
    await simulator.webhooksSettled();

    const isSigned = receiver.received.map(
      ({ headers, text }) =>
        headers['x-hmac-signature-sha-256'] === createHmac('sha256', 'demo-secret').update(text).digest('hex'),
    );
    expect(receiver.received.map(({ body }) => body.data.status)).toEqual(['completed', 'failed', undefined]);
    expect(isSigned).toEqual([false, true, true]);
    expect(new Set(receiver.received.map(({ headers }) => headers['ce-id'])).size).toBe(3);
  });

  it('webhook-bare: sends the event without CloudEvents headers', async () => {
    const { receiver, simulator, announce } = await startWith({ kind: 'webhook-bare' });

    announce('ada');
    await simulator.webhooksSettled();

    const names = Object.keys(receiver.received[0]?.headers ?? {});
    expect(names.filter((name) => name.startsWith('ce-'))).toEqual([]);
    expect(names).toContain('x-hmac-signature-sha-256');
  });

  it('applies to the events of one type, user or task', async () => {
    const { receiver, simulator } = await startWith(
      { kind: 'webhook-lost', event: 'task-workflow-finished' },
      { kind: 'webhook-lost', match: 'grace' },
      { kind: 'webhook-lost', match: 'second' },
    );
    for (const [user, id] of [
      ['hedy', 'first'],
      ['hedy', 'second'],
      ['grace', 'third'],
    ] as const) {
      simulator.addTask({ user, id, status: 'processing' });
      simulator.changeTask(id, { status: 'completed' });
    }
    await simulator.webhooksSettled();

    expect(receiver.received.map(({ body }) => body.task)).toEqual(['first']);
  });

  it('applies to a share of the events, and not to REST calls', async () => {
    const { receiver, simulator, announce } = await startWith({ kind: 'webhook-lost', share: 0.5 });
    simulator.addFault({ route: '*', kind: 'status', status: 500, times: 1 });

    for (let count = 0; count < 40; count += 1) announce(`user-${count}`);
    await simulator.webhooksSettled();
    const failed = await send(simulator, 'PUT', '/user', { identifier: 'ada', data: {} });
    const succeeded = await send(simulator, 'PUT', '/user', { identifier: 'ada', data: {} });

    expect(receiver.received.length).toBeGreaterThan(5);
    expect(receiver.received.length).toBeLessThan(35);
    expect([failed.status, succeeded.status]).toEqual([500, 200]);
  });

  it('is listed and removed like other faults', async () => {
    const { simulator } = await startWith();
    const fault = { kind: 'webhook-delayed', ms: 5, times: 3 };

    const added = await send(simulator, 'POST', '/__simulator/faults', fault);
    const listed = await send(simulator, 'GET', '/__simulator/faults');
    await send(simulator, 'DELETE', '/__simulator/faults');

    expect([added.status, listed.body]).toEqual([201, { faults: [fault] }]);
    expect((await send(simulator, 'GET', '/__simulator/faults')).body).toEqual({ faults: [] });
  });
});

describe('the manual', () => {
  it('explains every fault of webhooks', () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/simulator.md'), 'utf8');

    const explained = [...text.matchAll(/^\| `(webhook-[a-z-]+)`.*\|$/gm)].map(([, kind]) => kind);

    expect(explained.sort()).toEqual([...webhookFaultKinds].sort());
  });
});
