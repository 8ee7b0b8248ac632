import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

function queryPage(page: { readonly first?: unknown; readonly after?: unknown }) {
  return gateway.query(
    `query ($first: Int, $after: String) {
      user(identifier: "margaret") { tasks(first: $first, after: $after) { nodes { id } } }
    }`,
    { variables: page },
  );
}

describe('a page', () => {
  it.each([0, -1, 101, 2_147_483_647])('with first: %i is refused', async (first) => {
    const { data, errors } = await queryPage({ first });

    expect(data).toEqual({ user: { tasks: null } });
    expect(errors).toMatchObject([{ path: ['user', 'tasks'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors[0]?.message).toContain('`first`');
  });

  const encode = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');

  it.each([
    '',
    'nonsense',
    '3a66a2e7000000000007a120',
    '%%%',
    encode(null),
    encode([]),
    encode({ id: 'a' }),
    encode(['1', 'a', 0]),
    encode([1, 'a']),
    encode([1, 'a', 0.5]),
    encode([1, 'a', 0, 'more']),
  ])('with after: %p is refused', async (after) => {
    const { data, errors } = await queryPage({ after });

    expect(data).toEqual({ user: { tasks: null } });
    expect(errors).toMatchObject([{ path: ['user', 'tasks'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors[0]?.message).toContain('`after`');
    if (after) expect(errors[0]?.message).not.toContain(after);
  });
});
