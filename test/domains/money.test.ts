import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareMoney, formatMoney, sumMoney, toMoney } from '../../src/domains/money/model.ts';
import { useGateway } from '../support/gateway.ts';

describe('an upstream amount', () => {
  it.each([
    [10, '10'],
    [20.46, '20.46'],
    [0.1, '0.1'],
    [0, '0'],
    [-0, '0'],
    [-3.5, '-3.5'],
    [1.005, '1.005'],
    [null, null],
    [undefined, null],
  ])('of %p becomes %p', (wire, money) => {
    expect(toMoney(wire)).toBe(money);
  });
});

describe('a sum', () => {
  it.each([
    [[], '0'],
    [['0.1', '0.2'], '0.3'],
    [Array(10).fill('0.1'), '1'],
    [['1.1', '2.2', '3.3'], '6.6'],
    [['0.3', '-0.1'], '0.2'],
    [['-5', '5'], '0'],
    [['0.005', '0.005'], '0.01'],
    [['9007199254740993', '0.01'], '9007199254740993.01'],
    [['1e+21', '1e-7'], '1000000000000000000000.0000001'],
  ])('of %j is %s', (amounts, sum) => {
    expect(sumMoney(amounts)).toBe(sum);
  });

  it('of any amounts in cents equals the sum of integers', () => {
    const cents = fc.integer({ min: -100_000_000, max: 100_000_000 });
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 200 }), (amounts) => {
        const total = amounts.reduce((sum, amount) => sum + amount, 0);
        const digits = String(Math.abs(total)).padStart(3, '0');
        const expected = `${total < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;

        const sum = sumMoney(amounts.map((amount) => toMoney(amount / 100) ?? ''));

        expect(formatMoney(sum, 'USD')).toBe(expected);
      }),
    );
  });
});

describe('a formatted amount', () => {
  it.each([
    ['10', 'USD', '10.00'],
    ['0', 'USD', '0.00'],
    ['20.46', 'USD', '20.46'],
    ['20.7', 'USD', '20.70'],
    ['1.005', 'USD', '1.005'],
    ['0.0001', 'USD', '0.0001'],
    ['-3.5', 'USD', '-3.50'],
    ['-0.005', 'USD', '-0.005'],
    ['1e+21', 'USD', '1000000000000000000000.00'],
    ['5e-7', 'USD', '0.0000005'],
    ['1200', 'JPY', '1200'],
    ['1200.5', 'JPY', '1200.5'],
    ['1.5', 'KWD', '1.500'],
  ])('of %s in %s is %s', (amount, currencyCode, formatted) => {
    expect(formatMoney(amount, currencyCode)).toBe(formatted);
  });
});

describe('amounts in order', () => {
  it.each([
    [
      ['9', '10', '1'],
      ['10', '9', '1'],
    ],
    [
      ['0.1', null, '0.10', '0.2'],
      ['0.2', '0.1', '0.10', null],
    ],
    [
      [null, '-1', '0'],
      ['0', '-1', null],
    ],
    [
      ['5e-7', '1e+21', '3'],
      ['1e+21', '3', '5e-7'],
    ],
  ])('of %j are %j', (amounts, sorted) => {
    expect(amounts.toSorted(compareMoney)).toEqual(sorted);
  });
});

const document = `{
  user(identifier: "hedy") {
    potentialMonthlySavings { amount currencyCode }
    accounts { potentialMonthlySavings { amount } suggestions { monthlySavings { amount } } billing { amount { amount currencyCode } } }
  }
}`;

function addSavings(gateway: ReturnType<typeof useGateway>, savings: readonly (number | null)[], amount = 1_000) {
  const suggestions = savings.map((monthlySavings) => ({ monthlySavings }));
  gateway.simulator.addAccount({ user: 'hedy', account: { suggestions, billing: { amount } } });
}

describe('savings', () => {
  const gateway = useGateway();

  it.each([
    ['ten of 0.10', Array(10).fill(0.1), '1.00'],
    ['0.1 and 0.2', [0.1, 0.2], '0.30'],
    ['one of 10', [10], '10.00'],
    ['one of 20.46', [20.46], '20.46'],
    ['one of three decimals', [0.125, 1], '1.125'],
    ['one that costs more', [10, -2.5], '7.50'],
    ['one without a number', [10, null], '10.00'],
    ['none', [], '0.00'],
  ])('of %s are exact', async (_what, savings, sum) => {
    addSavings(gateway, savings);

    const { data } = await gateway.query(document);

    expect(data.user.potentialMonthlySavings).toEqual({ amount: sum, currencyCode: 'USD' });
    expect(data.user.accounts[0].potentialMonthlySavings).toEqual({ amount: sum });
  });

  it('add up over all accounts of a user', async () => {
    addSavings(gateway, [0.1, 0.1]);
    addSavings(gateway, [0.1]);
    addSavings(gateway, []);

    const { data } = await gateway.query(document);

    expect(data.user.potentialMonthlySavings.amount).toBe('0.30');
    expect(data.user.accounts).toMatchObject([
      { potentialMonthlySavings: { amount: '0.20' } },
      { potentialMonthlySavings: { amount: '0.10' } },
      { potentialMonthlySavings: { amount: '0.00' } },
    ]);
  });

  it('without a number are null', async () => {
    addSavings(gateway, [null, 3]);

    const { data } = await gateway.query(document);

    expect(data.user.accounts[0].suggestions).toEqual([
      { monthlySavings: null },
      { monthlySavings: { amount: '3.00' } },
    ]);
  });
});

describe('amounts in yen', () => {
  const gateway = useGateway({ PAYLINK_CURRENCY: 'JPY' });

  it('have no decimals', async () => {
    addSavings(gateway, [100, 20], 1_480);

    const { data } = await gateway.query(document);

    expect(data.user.potentialMonthlySavings).toEqual({ amount: '120', currencyCode: 'JPY' });
    expect(data.user.accounts[0].billing).toEqual({ amount: { amount: '1480', currencyCode: 'JPY' } });
  });
});
