import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const accounts = 'GET /hedy/pay-link/accounts';

describe('a mutation that succeeds', () => {
  it('keeps its result when a later mutation fails', async () => {
    gateway.simulator.addFault({ route: 'PUT /user/:identifier/end-monitoring', kind: 'status', status: 500 });

    const { data, errors } = await gateway.query(`mutation {
      a: createAccessToken(input: { identifier: "ada" }) { accessToken { publicToken } }
      b: endMonitoring(input: { identifier: "ada" }) { user { id } }
    }`);

    expect(data).toEqual({ a: { accessToken: { publicToken: expect.any(String) } }, b: null });
    expect(errors).toMatchObject([{ path: ['b'] }]);
  });
});

describe('the ids of suggestions and plans', () => {
  const document =
    '{ user(identifier: "hedy") { accounts { id plans { id title } suggestions { id shortDescription } } } }';

  it('are unique, and stay the same while the parts do', async () => {
    const suggestions = [{ shortDescription: 'Pause' }, { shortDescription: 'Cancel' }, { shortDescription: 'Cancel' }];
    const account = { suggestions, data: { plans: [{ sourceId: 'p', status: 'active' }, { title: 'Basic' }] } };
    gateway.simulator.addAccount({ user: 'hedy', id: 'one', account });
    gateway.simulator.addAccount({ user: 'hedy', id: 'two', account });

    const first = await gateway.query(document);
    const second = await gateway.query(document);

    const parts = first.data.user.accounts.flatMap((each: { plans: object[]; suggestions: object[] }) => [
      ...each.plans,
      ...each.suggestions,
    ]);
    expect(new Set(parts.map(({ id }: { id: string }) => id)).size).toBe(10);
    expect(second.data).toEqual(first.data);
  });
});

describe('Suggestion', () => {
  it('marks the best of its account, and links to https alone', async () => {
    const suggestions = [
      { monthlySavings: 1, actionUrl: 'http://merchant.example/plan' },
      { monthlySavings: 5, actionUrl: 'https://merchant.example/plan?x=1' },
      { monthlySavings: 5, actionUrl: 'Specific URL for the action' },
      { actionUrl: 'javascript:alert(1)' },
    ];
    gateway.simulator.addAccount({ user: 'hedy', account: { suggestions } });

    const { data } = await gateway.query(
      '{ user(identifier: "hedy") { accounts { suggestions { isBest actionLink } } } }',
    );

    expect(data.user.accounts[0].suggestions).toEqual([
      { isBest: false, actionLink: null },
      { isBest: true, actionLink: 'https://merchant.example/plan?x=1' },
      { isBest: false, actionLink: null },
      { isBest: false, actionLink: null },
    ]);
  });
});

describe('potentialMonthlySavings', () => {
  const read = async () => {
    const { data } = await gateway.query(`{
      user(identifier: "hedy") {
        potentialMonthlySavings { amount } accounts { potentialMonthlySavings { amount } }
      }
    }`);
    return [
      data.user.potentialMonthlySavings,
      ...data.user.accounts.map((one: { potentialMonthlySavings: object }) => one.potentialMonthlySavings),
    ];
  };

  it('is at most the bill of each account', async () => {
    const suggestions = [{ monthlySavings: 10.99 }, { monthlySavings: 10.99 }, {}];
    gateway.simulator.addAccount({ user: 'hedy', account: { suggestions, billing: { amount: 10.99 } } });
    gateway.simulator.addAccount({ user: 'hedy', account: { suggestions } });

    expect(await read()).toEqual([{ amount: '32.97' }, { amount: '10.99' }, { amount: '21.98' }]);
  });

  it.each([['twelve'], [{ amount: 1 }], [true], ['1e999']])('is null where a saving is %j', async (monthlySavings) => {
    const suggestions = [{ monthlySavings: 1 }, { monthlySavings }];
    gateway.simulator.addAccount({ user: 'hedy', account: { suggestions } });

    expect(await read()).toEqual([null, null]);
  });

  it('adds up savings that are decimals in strings', async () => {
    gateway.simulator.addAccount({ user: 'hedy', account: { suggestions: [{ monthlySavings: '12.50' }] } });

    expect(await read()).toEqual([{ amount: '12.50' }, { amount: '12.50' }]);
  });
});

describe('User.accounts', () => {
  it('filters and sorts any number of lists for one call', async () => {
    gateway.simulator.addAccount({
      user: 'hedy',
      id: 'b',
      company: { _id: 'c2', name: 'Beta' },
      account: { type: 'loan', billing: { amount: 5, dueDate: '2030-02-01' } },
    });
    gateway.simulator.addAccount({
      user: 'hedy',
      id: 'a',
      company: { _id: 'c1', name: 'Alpha' },
      account: { type: 'telecom', billing: { amount: 50, dueDate: '2030-03-01' } },
    });
    gateway.simulator.addAccount({ user: 'hedy', id: 'c', company: { _id: 'c3' }, account: { type: 'policy' } });

    const { data, errors } = await gateway.query(`{
      user(identifier: "hedy") {
        all: accounts { id }
        byName: accounts(orderBy: COMPANY_NAME) { id }
        byBill: accounts(orderBy: BILL_AMOUNT) { id }
        byDue: accounts(orderBy: DUE_DATE) { id }
        some: accounts(filter: { types: [LOAN, POLICY] }) { id }
        none: accounts(filter: { types: [] }) { id }
      }
    }`);

    const ids = Object.fromEntries(
      Object.entries<{ id: string }[]>(data.user).map(([name, list]) => [name, list.map(({ id }) => id).join('')]),
    );
    expect(errors).toEqual([]);
    expect(ids).toEqual({ all: 'bac', byName: 'abc', byBill: 'abc', byDue: 'bac', some: 'bc', none: '' });
    expect(gateway.simulator.requests()).toEqual([accounts]);
  });
});

describe('User.suggestions', () => {
  it('returns the first ones, and refuses a number out of range', async () => {
    const read = (first: number) =>
      gateway.query(`{ user(identifier: "ada") { suggestions(first: ${first}) { monthlySavings { amount } } } }`);

    expect((await read(2)).data.user.suggestions).toHaveLength(2);
    for (const first of [0, -1, 101]) {
      const { data, errors } = await read(first);
      expect(data.user.suggestions).toBeNull();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });
});

describe('the dates of bills and plans', () => {
  it('have the calendar day as the upstream wrote it, and are null where they are not dates', async () => {
    const dates = ['2024-11-20', '2024-11-20T23:59:59.000Z', '2024-11-20T00:30:00+09:00', '2024-11-20T10:00:00'];
    const notDates = ['12', 'Plan 9', '05/11/2024', '2024-02-30', '2024-11-20 10:00', '2024-11-20T24:00:00Z'];
    const history = [...dates, ...notDates].map((date) => ({ date }));
    gateway.simulator.addAccount({ user: 'hedy', account: { billing: { dueDate: '2024-11-20', history } } });

    const { data, errors } = await gateway.query(
      '{ user(identifier: "hedy") { accounts { billing { dueDate dueOn history { date paidOn } } } } }',
    );

    const [{ billing }] = data.user.accounts;
    expect(errors).toEqual([]);
    expect(billing).toMatchObject({ dueDate: '2024-11-20T00:00:00.000Z', dueOn: '2024-11-20' });
    expect(billing.history).toEqual([
      { date: '2024-11-20T00:00:00.000Z', paidOn: '2024-11-20' },
      { date: '2024-11-20T23:59:59.000Z', paidOn: '2024-11-20' },
      { date: '2024-11-19T15:30:00.000Z', paidOn: '2024-11-20' },
      { date: '2024-11-20T10:00:00.000Z', paidOn: '2024-11-20' },
      ...notDates.map(() => ({ date: null, paidOn: null })),
    ]);
  });
});

describe('a task', () => {
  it.each([
    ['queued', null, false, null],
    ['completed', 'unknown-failure', true, null],
    ['failed', 'payment-method-declined', true, 'declined'],
    ['failed', 'a-new-reason', true, 'went wrong'],
  ])('that is %s with reason %s shows whether it has ended, and a message', async (status, reason, isSettled, text) => {
    const { id } = gateway.simulator.addTask({
      user: 'hedy',
      status: status as 'failed',
      ...(reason && { failReason: reason }),
    });

    const { data } = await gateway.query(`{ task(id: "${id}") { isSettled failureMessage } }`);

    expect(data.task.isSettled).toBe(isSettled);
    expect(data.task.failureMessage).toEqual(text === null ? null : expect.stringContaining(text));
  });

  it('is found by lists of statuses and products, and by its age', async () => {
    const { data } = await gateway.query(`{
      user(identifier: "margaret") {
        all: tasks { totalCount }
        some: tasks(filter: { statuses: [FAILED, COMPLETED] }) { totalCount nodes { status } }
        none: tasks(filter: { statuses: [] }) { totalCount }
        recent: tasks(filter: { createdSince: "2030-01-15T12:00:00.000Z" }) { totalCount }
      }
    }`);

    expect(data.user.some.totalCount).toBeGreaterThan(0);
    expect(new Set(data.user.some.nodes.map(({ status }: { status: string }) => status))).toEqual(
      new Set(['FAILED', 'COMPLETED']),
    );
    expect(data.user.none.totalCount).toBe(0);
    expect(data.user.recent.totalCount).toBe(0);
  });
});

describe('an account', () => {
  it('has the primary payment method, both spellings of an action, and everything that the upstream sent', async () => {
    const account = {
      billing: {
        paymentMethods: [
          { type: 'card', lastFour: '1111', title: 'Old', expiry: '01/31' },
          { type: 'bank', accountType: 'checking', isPrimary: true },
        ],
      },
      undocumented: { deep: [1] },
    };
    gateway.simulator.addAccount({ user: 'hedy', id: 'x', account });
    gateway.simulator.addAccount({ user: 'hedy', id: 'y', account: {} });

    const { data, errors } = await gateway.query(`{
      user(identifier: "hedy") {
        accounts { id raw billing { primaryPaymentMethod { type accountType } paymentMethods { title expiry } } }
      }
    }`);

    expect(errors).toEqual([]);
    expect(data.user.accounts[0]).toMatchObject({
      billing: {
        primaryPaymentMethod: { type: 'bank', accountType: 'checking' },
        paymentMethods: [
          { title: 'Old', expiry: '01/31' },
          { title: null, expiry: null },
        ],
      },
      raw: { _id: 'x', account: { undocumented: { deep: [1] } } },
    });
    expect(data.user.accounts[1].raw).toMatchObject({ _id: 'y' });
  });

  it('keeps its raw form from end users without the scope for it', async () => {
    const { data } = await gateway.query(
      'mutation { createAccessToken(input: { identifier: "ada" }) { accessToken { publicToken } } }',
    );
    const headers = { 'x-public-token': data.createAccessToken.accessToken.publicToken };

    const answer = await gateway.query('{ user(identifier: "ada") { accounts { id raw } } }', { headers });

    expect(new Set(answer.errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['FORBIDDEN']));
    expect(answer.data.user.accounts[0]).toEqual({ id: expect.any(String), raw: null });
  });
});
