import { describe, expect, it } from '@jest/globals';
import type { Simulator } from '../../src/simulator/server.ts';
import { readReferenceExample } from '../support/reference-example.ts';
import { get, mintToken, SECOND_KEY_PAIR, start } from './harness.ts';

const USERS = ['ada', 'grace', 'linus', 'margaret', 'hedy', 'tenant/7?user=ä#1 %2F..'].map(encodeURIComponent);

interface WorldAccount {
  readonly _id: string;
  readonly type: string;
  readonly account: {
    readonly type: string;
    readonly suggestions?: readonly { readonly category: string }[];
    readonly data?: { readonly plans?: readonly { readonly pendingChange?: { readonly type: string } }[] };
  };
  readonly actions: readonly { readonly type: string }[];
}

const listAccounts = async (simulator: Simulator, user: string): Promise<WorldAccount[]> =>
  (await get(simulator, `/${user}/pay-link/accounts`)).body.accounts;

describe('the examples of the reference', () => {
  it.each([
    ['accounts', '/reference-accounts/pay-link/accounts'],
    ['task-details', '/task/65b15fd99b3f03aa9edff9de/details'],
    ['task-status', '/task/63b459d0c2f1a90013d7e5b8/status'],
    ['user-tasks', '/user/reference-tasks/tasks'],
  ] as const)('are answered as they are printed: %s', async (name, path) => {
    const { status, body } = await get(await start(), path);

    expect(status).toBe(200);
    expect(body).toEqual(readReferenceExample(name));
  });

  it('include a task with a status, which also has details', async () => {
    const { body } = await get(await start(), '/task/63b459d0c2f1a90013d7e5b8/details');

    expect(body.data.task).toMatchObject({
      _id: '63b459d0c2f1a90013d7e5b8',
      createdAt: '2023-01-03T16:40:48.009Z',
      status: 'failed',
      failReason: 'payment-method-not-supported',
    });
  });
});

describe('the seeded world', () => {
  it('has every account type, suggestion category and action', async () => {
    const simulator = await start();
    const accounts = (await Promise.all(USERS.map((user) => listAccounts(simulator, user)))).flat();

    const categories = accounts.flatMap(({ account }) => account.suggestions ?? []).map(({ category }) => category);
    const changes = accounts
      .flatMap(({ account }) => account.data?.plans ?? [])
      .map((plan) => plan.pendingChange?.type);

    expect(new Set(accounts.map(({ account }) => account.type))).toEqual(
      new Set(['subscription', 'loan', 'policy', 'telecom']),
    );
    expect([...new Set(categories)].sort()).toEqual([
      'alternative-service',
      'cancel-plan',
      'change-plan',
      'common-cancellation',
      'costly-feature',
      'downgrade-plan',
      'high-interest-rate',
      'redundant-services',
      'remove-service',
      'underutilization',
    ]);
    expect(new Set(accounts.flatMap(({ actions }) => actions).map(({ type }) => type))).toEqual(
      new Set(['change-plan', 'cancel-plan', 'pause-plan', 'view-account']),
    );
    expect(new Set(changes.filter(Boolean)).size).toBeGreaterThan(3);
  });

  it('gives ada one account of each type, eight suggestions and six tasks', async () => {
    const simulator = await start();
    const accounts = await listAccounts(simulator, 'ada');
    const { body } = await get(simulator, '/user/ada/tasks');

    expect(accounts.map(({ account }) => account.type)).toEqual(['subscription', 'loan', 'policy', 'telecom']);
    expect(accounts.flatMap(({ account }) => account.suggestions ?? [])).toHaveLength(8);
    expect(body.data.tasks.map(({ status }: { status: string }) => status)).toEqual([
      'completed',
      'completed',
      'failed',
      'completed',
      'processing',
      'queued',
    ]);
  });

  it('has linked accounts that exist and valid ids', async () => {
    const simulator = await start();

    for (const user of USERS) {
      const accountIds = (await listAccounts(simulator, user)).map(({ _id }) => _id);
      const { body } = await get(simulator, `/user/${user}/tasks`);
      const details = await Promise.all(
        body.data.tasks.map(({ _id }: { _id: string }) => get(simulator, `/task/${_id}/details`)),
      );
      for (const { task } of details.map((answer) => answer.body.data)) {
        if (task.linkedAccount) expect(accountIds).toContain(task.linkedAccount);
        for (const id of [task._id, task.taskWorkflow._id, task.user._id]) expect(id).toMatch(/^[0-9a-f]{24}$/);
      }
      for (const id of accountIds) expect(id).toMatch(/^[0-9a-f]{24}$/);
    }
  });

  it('has a user with a hundred and twenty tasks and one with nothing', async () => {
    const simulator = await start();

    const many = await get(simulator, '/user/margaret/tasks');
    const none = await get(simulator, '/user/hedy/tasks');

    expect(many.body.data.tasks).toHaveLength(120);
    expect(none.body).toEqual({ data: { tasks: [] } });
    expect(await listAccounts(simulator, 'hedy')).toEqual([]);
  });
});

describe('two simulators', () => {
  const read = async (simulator: Simulator) => {
    const { id } = simulator.addTask({ user: 'ada' });
    const token = await mintToken(simulator, 'new');
    simulator.moveClock(2_000);
    const answers = await Promise.all([
      get(simulator, '/__simulator/state'),
      get(simulator, '/user/ada/tasks'),
      get(simulator, '/ada/pay-link/accounts'),
      get(simulator, `/task/${id}/details`),
      get(simulator, '/user/ada/tasks', SECOND_KEY_PAIR),
    ]);
    return { id, token, bodies: answers.map(({ body }) => body) };
  };

  it('with the same seed and start time respond equally', async () => {
    const [one, other] = await Promise.all([start({ seed: 7 }), start({ seed: 7 })]);

    expect(await read(one)).toEqual(await read(other));
  });

  it('with different seeds generate different ids and tokens', async () => {
    const one = await read(await start({ seed: 7 }));
    const other = await read(await start({ seed: 8 }));

    expect(one.id).not.toBe(other.id);
    expect(one.token).not.toBe(other.token);
  });
});
