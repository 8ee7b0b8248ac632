import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

interface Served {
  readonly shortDescription: string;
}

const names = (suggestions: readonly Served[]) => suggestions.map(({ shortDescription }) => shortDescription);

describe('User.suggestions', () => {
  it('returns the suggestions of all accounts, largest saving first', async () => {
    const { data } = await gateway.query(
      '{ user(identifier: "ada") { suggestions { monthlySavings { amount } account { id } } } }',
    );

    expect(data.user.suggestions).toEqual([
      { monthlySavings: { amount: '61.40' }, account: { id: 'ada0000000000000000acc02' } },
      { monthlySavings: { amount: '34.00' }, account: { id: 'ada0000000000000000acc03' } },
      { monthlySavings: { amount: '28.98' }, account: { id: 'ada0000000000000000acc01' } },
      { monthlySavings: { amount: '20.00' }, account: { id: 'ada0000000000000000acc04' } },
      { monthlySavings: { amount: '14.00' }, account: { id: 'ada0000000000000000acc04' } },
      { monthlySavings: { amount: '12.75' }, account: { id: 'ada0000000000000000acc03' } },
      { monthlySavings: { amount: '7.50' }, account: { id: 'ada0000000000000000acc01' } },
      { monthlySavings: { amount: '5.99' }, account: { id: 'ada0000000000000000acc01' } },
    ]);
  });

  it('keeps the order of the upstream for equal savings, and puts suggestions without a number last', async () => {
    const suggestions = [
      { shortDescription: 'none' },
      { shortDescription: 'first', monthlySavings: 1.5 },
      { shortDescription: 'second', monthlySavings: 1.5 },
      { shortDescription: 'null', monthlySavings: null },
      { shortDescription: 'negative', monthlySavings: -1 },
    ];
    gateway.simulator.addAccount({ user: 'hedy', account: { suggestions } });
    gateway.simulator.addAccount({
      user: 'hedy',
      account: { suggestions: [{ shortDescription: 'third', monthlySavings: 1.5 }] },
    });

    const { data } = await gateway.query('{ user(identifier: "hedy") { suggestions { shortDescription } } }');

    expect(names(data.user.suggestions)).toEqual(['first', 'second', 'third', 'negative', 'none', 'null']);
  });

  it('is empty for a user without accounts', async () => {
    const { data, errors } = await gateway.query(
      '{ user(identifier: "hedy") { suggestions { shortDescription } potentialMonthlySavings { amount } } }',
    );

    expect(errors).toEqual([]);
    expect(data.user).toEqual({ suggestions: [], potentialMonthlySavings: { amount: '0.00' } });
  });
});

describe('PayLinkAccount.suggestions', () => {
  it('keeps the order of the upstream', async () => {
    const { data } = await gateway.query(
      '{ user(identifier: "ada") { account(id: "ada0000000000000000acc01") { suggestions { shortDescription } } } }',
    );

    expect(names(data.user.account.suggestions)).toEqual([
      'Move to Standard HD',
      'Drop the Sports Pass',
      'Pause until the new season',
    ]);
  });

  it('has null for missing fields', async () => {
    gateway.simulator.addAccount({ user: 'hedy', account: { suggestions: [{}] } });

    const { data, errors } = await gateway.query(`{
      user(identifier: "hedy") {
        suggestions {
          monthlySavings { amount } category categoryCode actionUrl shortDescription detailedDescription buttonTitle
        }
      }
    }`);

    expect(errors).toEqual([]);
    expect(data.user.suggestions).toEqual([
      {
        monthlySavings: null,
        category: null,
        categoryCode: null,
        actionUrl: null,
        shortDescription: null,
        detailedDescription: null,
        buttonTitle: null,
      },
    ]);
  });
});

describe('a suggestion filter', () => {
  const inline = async (filter: string) =>
    gateway.query(`{ user(identifier: "ada") { suggestions(filter: ${filter}) { shortDescription } } }`);
  const byVariable = async (filter: unknown) =>
    gateway.query(
      'query ($filter: SuggestionFilter) { user(identifier: "ada") { suggestions(filter: $filter) { shortDescription } } }',
      { variables: { filter } },
    );

  it.each([
    ['null', 8],
    ['{}', 8],
    ['{ categories: null, minimumMonthlySavings: null }', 8],
    ['{ categories: [CHANGE_PLAN] }', 1],
    ['{ categories: [REDUNDANT_SERVICES] }', 0],
    ['{ categories: [UNKNOWN] }', 0],
    ['{ minimumMonthlySavings: "28.98" }', 3],
    ['{ minimumMonthlySavings: 28.98 }', 3],
    ['{ minimumMonthlySavings: "28.981" }', 2],
    ['{ minimumMonthlySavings: 20 }', 4],
    ['{ minimumMonthlySavings: "020.000" }', 4],
    ['{ minimumMonthlySavings: 0 }', 8],
    ['{ minimumMonthlySavings: -1 }', 8],
    ['{ minimumMonthlySavings: "999999999999999999999999999999" }', 0],
    ['{ categories: [REMOVE_SERVICE], minimumMonthlySavings: 14 }', 1],
    ['{ categories: [REMOVE_SERVICE], minimumMonthlySavings: 14.01 }', 0],
  ])('%s matches %i of eight', async (filter, count) => {
    const { data, errors } = await inline(filter);

    expect(errors).toEqual([]);
    expect(data.user.suggestions).toHaveLength(count);
  });

  it.each([
    [null, 8],
    [{ minimumMonthlySavings: '28.98' }, 3],
    [{ minimumMonthlySavings: 28.98 }, 3],
    [{ minimumMonthlySavings: 20 }, 4],
    [{ categories: ['UNDERUTILIZATION'] }, 1],
  ])('%j in a variable matches %i of eight', async (filter, count) => {
    const { data, errors } = await byVariable(filter);

    expect(errors).toEqual([]);
    expect(data.user.suggestions).toHaveLength(count);
  });

  it('by a minimum excludes suggestions without a number', async () => {
    gateway.simulator.addAccount({ user: 'hedy', account: { suggestions: [{ monthlySavings: 0 }, {}] } });

    const { data } = await gateway.query(
      '{ user(identifier: "hedy") { suggestions(filter: { minimumMonthlySavings: -100 }) { monthlySavings { amount } } } }',
    );

    expect(data.user.suggestions).toEqual([{ monthlySavings: { amount: '0.00' } }]);
  });

  it('by UNKNOWN finds suggestions of an unknown category', async () => {
    gateway.simulator.addAccount({ user: 'hedy', account: { suggestions: [{ category: 'novel' }, {}] } });

    const { data } = await gateway.query(
      '{ user(identifier: "hedy") { suggestions(filter: { categories: [UNKNOWN] }) { categoryCode } } }',
    );

    expect(data.user.suggestions).toEqual([{ categoryCode: 'novel' }]);
  });

  it.each(['41111x', '1e41111', '0x41111', ' 41111', '41111,5', '', 'NaN', '1'.repeat(31)])(
    'by a minimum of %p is refused without repeating it and without an upstream call',
    async (minimum) => {
      const answers = [
        await inline(`{ minimumMonthlySavings: ${JSON.stringify(minimum)} }`),
        await byVariable({ minimumMonthlySavings: minimum }),
      ];

      for (const { status, data, errors } of answers) {
        expect(status).toBe(400);
        expect(data).toBeUndefined();
        expect(errors).toHaveLength(1);
        expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(errors[0]?.extensions.code);
        if (minimum) expect(errors[0]?.message).not.toContain(minimum);
      }
      expect(gateway.simulator.requests()).toEqual([]);
    },
  );
});

it('suggestions cost one call, even if selected several times in several places', async () => {
  const { errors } = await gateway.query(`{
    user(identifier: "ada") {
      suggestions { monthlySavings { amount } account { user { identifier } company { name } } }
      large: suggestions(filter: { minimumMonthlySavings: 20 }) { account { suggestions { account { id } } } }
      potentialMonthlySavings { amount }
      accounts { potentialMonthlySavings { amount } suggestions { account { potentialMonthlySavings { amount } } } }
    }
  }`);

  expect(errors).toEqual([]);
  expect(gateway.simulator.requests()).toEqual(['GET /ada/pay-link/accounts']);
});
