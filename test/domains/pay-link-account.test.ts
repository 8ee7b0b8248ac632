import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const marquee = 'ada0000000000000000acc01';
const granite = 'ada0000000000000000acc02';
const harbor = 'ada0000000000000000acc03';
const northline = 'ada0000000000000000acc04';

const idsOf = (accounts: readonly { id: string }[]) => accounts.map(({ id }) => id);

describe('User.accounts', () => {
  it('returns all accounts in the order of the upstream', async () => {
    const { data } = await gateway.query('{ user(identifier: "ada") { accounts { id type linkStatus } } }');

    expect(data.user.accounts).toEqual([
      { id: marquee, type: 'SUBSCRIPTION', linkStatus: 'linked' },
      { id: granite, type: 'LOAN', linkStatus: 'linked' },
      { id: harbor, type: 'POLICY', linkStatus: 'linked' },
      { id: northline, type: 'TELECOM', linkStatus: 'linked' },
    ]);
  });

  it.each([
    [null, [marquee, granite, harbor, northline]],
    [{}, [marquee, granite, harbor, northline]],
    [{ types: null, companyId: null }, [marquee, granite, harbor, northline]],
    [{ types: ['LOAN'] }, [granite]],
    [{ types: ['UNKNOWN'] }, []],
    [{ companyId: '5e8d0f1c2a6b4d0008c1c301' }, [harbor]],
    [{ companyId: 'nobody' }, []],
    [{ types: ['TELECOM'], companyId: '5e8d0f1c2a6b4d0008c1d401' }, [northline]],
    [{ types: ['LOAN'], companyId: '5e8d0f1c2a6b4d0008c1d401' }, []],
  ])('returns for the filter %j: %j', async (filter, ids) => {
    const { data, errors } = await gateway.query(
      'query ($filter: PayLinkAccountFilter) { user(identifier: "ada") { accounts(filter: $filter) { id } } }',
      { variables: { filter } },
    );

    expect(errors).toEqual([]);
    expect(idsOf(data.user.accounts)).toEqual(ids);
  });

  it('excludes accounts without a type or company when filtering by one', async () => {
    const body = { accounts: [{ _id: 'bare' }] };
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 200, body });

    const { data } = await gateway.query(`{
      user(identifier: "ada") {
        all: accounts { id }
        typed: accounts(filter: { types: [UNKNOWN] }) { id }
        company: accounts(filter: { companyId: "" }) { id }
      }
    }`);

    expect(data.user).toEqual({ all: [{ id: 'bare' }], typed: [], company: [] });
  });

  it('has null and empty lists for missing fields', async () => {
    const body = { accounts: [{ _id: 'bare' }] };
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 200, body });

    const { data, errors } = await gateway.query(`{
      user(identifier: "ada") {
        accounts {
          id company { id } type typeCode sourceId linkStatus billing { accountNumber } data
          suggestions { category } identities { email } plans { title } usage { title } actions { actionId }
          potentialMonthlySavings { amount }
        }
      }
    }`);

    const nothing = { company: null, type: null, typeCode: null, sourceId: null, linkStatus: null, billing: null };
    const none = { suggestions: [], identities: [], plans: [], usage: [], actions: [] };
    expect(errors).toEqual([]);
    expect(data.user.accounts).toEqual([
      { id: 'bare', data: null, ...nothing, ...none, potentialMonthlySavings: { amount: '0.00' } },
    ]);
  });
});

describe('User.account', () => {
  it('is the account with the id', async () => {
    const { data } = await gateway.query(
      `{ user(identifier: "ada") { account(id: "${harbor}") { id company { name } user { identifier } } } }`,
    );

    expect(data.user.account).toEqual({
      id: harbor,
      company: { name: 'Harbor Mutual Insurance' },
      user: { identifier: 'ada' },
    });
  });

  it.each([
    ['does not exist', 'nobody'],
    ['belongs to another user', '6ace00000000000000acc001'],
    ['belongs to another customer', '2ada000000000000000acc01'],
    ['is empty', ''],
  ])('is null for an id that %s', async (_what, id) => {
    const { data, errors } = await gateway.query(`{ user(identifier: "ada") { account(id: "${id}") { id } } }`);

    expect(errors).toEqual([]);
    expect(data.user).toEqual({ account: null });
  });
});

interface StoredAccount {
  readonly _id: string;
  readonly account: { readonly data: object };
}

describe('PayLinkAccount.data', () => {
  it.each([
    ['loan', granite, ['collateral', 'principalBalance', 'interestRate', 'remainingPayments']],
    ['policy', harbor, ['policyNumber', 'premium', 'deductibles', 'drivers']],
    ['telecom', northline, ['lines', 'equipment', 'contractEndDate']],
    ['subscription', marquee, ['plans', 'usage']],
  ])('of a %s contains everything that the upstream sends', async (_type, id, keys) => {
    const { payLinkAccounts = [] } = gateway.simulator.findUser('ada') ?? {};
    const stored = payLinkAccounts.map(({ _id, account }) => ({ _id, account }) as StoredAccount);

    const { data } = await gateway.query(`{ user(identifier: "ada") { account(id: "${id}") { data } } }`);

    expect(data.user.account.data).toEqual(stored.find(({ _id }) => _id === id)?.account.data);
    expect(Object.keys(data.user.account.data)).toEqual(expect.arrayContaining(keys));
  });
});

describe('Billing', () => {
  const document = `{
    user(identifier: "hedy") {
      accounts {
        billing {
          accountNumber accountNumberLastFour amount { amount } dueDate autopay { status cycle }
          items { description amount { amount } } history { date amount { amount } }
          paymentMethods { type lastFour brand isPrimary }
        }
      }
    }
  }`;

  it('is null when the upstream sends none', async () => {
    gateway.simulator.addAccount({ user: 'hedy', account: {} });
    gateway.simulator.addAccount({ user: 'hedy', account: { billing: null } });

    const { data, errors } = await gateway.query(document);

    expect(errors).toEqual([]);
    expect(data.user.accounts).toEqual([{ billing: null }, { billing: null }]);
  });

  it('has null and empty lists for missing fields', async () => {
    const entries = { items: [{}], history: [{}], paymentMethods: [{}] };
    gateway.simulator.addAccount({ user: 'hedy', account: { billing: {} } });
    gateway.simulator.addAccount({ user: 'hedy', account: { billing: { autopay: {}, dueDate: 'soon', ...entries } } });

    const { data, errors } = await gateway.query(document);

    const nothing = { accountNumber: null, accountNumberLastFour: null, amount: null, dueDate: null };
    expect(errors).toEqual([]);
    expect(data.user.accounts).toEqual([
      { billing: { ...nothing, autopay: null, items: [], history: [], paymentMethods: [] } },
      {
        billing: {
          ...nothing,
          autopay: { status: null, cycle: null },
          items: [{ description: null, amount: null }],
          history: [{ date: null, amount: null }],
          paymentMethods: [{ type: null, lastFour: null, brand: null, isPrimary: null }],
        },
      },
    ]);
  });

  it.each([
    ['8498390016491919', '1919'],
    ['12345', '2345'],
    ['1234', null],
    ['', null],
  ])('shortens the account number %p to its last four %p', async (accountNumber, lastFour) => {
    gateway.simulator.addAccount({ user: 'hedy', account: { billing: { accountNumber } } });

    const { data } = await gateway.query(document);

    expect(data.user.accounts[0].billing).toMatchObject({ accountNumber, accountNumberLastFour: lastFour });
  });
});
