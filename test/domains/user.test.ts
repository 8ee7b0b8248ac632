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
    expect(data).toEqual({ user: { __typename: 'User', identifier: 'ada', id: null } });
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
  it('is known for the user of a task looked up by id', async () => {
    const { data } = await gateway.query('{ task(id: "65b15fd99b3f03aa9edff9de") { user { identifier id } } }');

    expect(data.task.user).toEqual({ identifier: 'IDENTIFIER_FROM_YOUR_SYSTEM', id: '607e249736b9f053b536bdea' });
  });

  it('is null for the user of an account, even below a task that has it', async () => {
    const { data, errors } = await gateway.query(`{
      task(id: "ada00000000000000007a501") {
        user { id }
        mention: linkedAccount { user { identifier id } }
        whole: linkedAccount { type user { identifier id } }
      }
    }`);

    expect(errors).toEqual([]);
    expect(data.task.user.id).toEqual(expect.any(String));
    expect(data.task.mention.user).toEqual({ identifier: 'ada', id: null });
    expect(data.task.whole.user).toEqual({ identifier: 'ada', id: null });
  });
});
