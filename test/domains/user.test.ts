import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

describe('Query.viewer', () => {
  it('is null for a service and costs no call', async () => {
    const { data, errors } = await gateway.query('{ viewer { identifier tasks { totalCount } accounts { id } } }');

    expect(errors).toEqual([]);
    expect(data).toEqual({ viewer: null });
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('Query.user', () => {
  it('costs no call itself', async () => {
    const { data, errors } = await gateway.query('{ user(identifier: "ada") { __typename identifier id } }');

    expect(errors).toEqual([]);
    expect(data).toEqual({ user: { __typename: 'User', identifier: 'ada', id: 'ada' } });
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('returns a user that the upstream does not know', async () => {
    const { data, errors } = await gateway.query('{ user(identifier: "nobody") { identifier } }');

    expect(errors).toEqual([]);
    expect(data).toEqual({ user: { identifier: 'nobody' } });
  });

  it.each([
    [7, '7'],
    ['0', '0'],
    ['ADA', 'ADA'],
    [' ada ', ' ada '],
  ])('reads the identifier %p as %p, unchanged', async (given, identifier) => {
    const { data } = await gateway.query('query ($given: ID!) { user(identifier: $given) { identifier } }', {
      variables: { given },
    });

    expect(data).toEqual({ user: { identifier } });
  });

  it('returns empty lists for a user without data', async () => {
    const { data, errors } = await gateway.query(
      '{ user(identifier: "hedy") { tasks { totalCount nodes { id } } accounts { id } account(id: "a") { id } } }',
    );

    expect(errors).toEqual([]);
    expect(data.user).toEqual({ tasks: { totalCount: 0, nodes: [] }, accounts: [], account: null });
  });
});

describe('User.id', () => {
  it('equals the identifier however the user was reached, and costs no call', async () => {
    const { data, errors } = await gateway.query(`{
      user(identifier: "ada") { id tasks(first: 1) { nodes { user { id } } } accounts { user { id } } }
    }`);

    expect(errors).toEqual([]);
    expect(data.user.id).toBe('ada');
    expect(data.user.tasks.nodes).toEqual([{ user: { id: 'ada' } }]);
    expect(new Set(data.user.accounts.map((account: { user: { id: string } }) => account.user.id))).toEqual(
      new Set(['ada']),
    );
    expect(gateway.simulator.requests().sort()).toEqual(['GET /ada/pay-link/accounts', 'GET /user/ada/tasks']);
  });
});
