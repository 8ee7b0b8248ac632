import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway({
  UPSTREAM_TIMEOUT_MS: '1000',
  MAX_TOKENS: '10000',
  MAX_DEPTH: '100',
  MAX_ALIASES: '300',
  MAX_ROOT_FIELDS: '300',
});

const nest = (depth: number, level: (below: string) => string, leaf: string): string =>
  depth === 0 ? leaf : level(nest(depth - 1, level, leaf));

describe('an operation that is small to send and large to answer', () => {
  it.each([
    ['pages in pages', nest(4, (below) => `tasks(first: 100) { nodes { user { ${below} } } }`, 'identifier')],
    [
      'accounts by way of suggestions',
      nest(8, (below) => `accounts { suggestions { account { user { ${below} } } } }`, 'id'),
    ],
  ])('is refused before any call: %s', async (_what, selection) => {
    const { status, errors } = await gateway.query(`{ user(identifier: "margaret") { ${selection} } }`);

    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX', retryable: false } }]);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('is served while it is no larger than a large screen', async () => {
    const selection = nest(2, (below) => `tasks(first: 100) { nodes { user { ${below} } } }`, 'identifier');

    const { errors } = await gateway.query(`{ user(identifier: "margaret") { ${selection} } }`);

    expect(errors).toEqual([]);
  });

  it('is refused for its ids by the field that takes them, however often they are asked for', async () => {
    const aliases = Array.from({ length: 300 }, (_each, index) => `a${index}: tasks(ids: $ids) { status }`);
    const ids = Array.from({ length: 5000 }, (_each, index) => `id-${index}`);

    const { errors } = await gateway.query(`query ($ids: [ID!]!) { ${aliases.join(' ')} }`, { variables: { ids } });

    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('a variable', () => {
  it.each([
    ['query ($id: ID = "x") { task(id: $id) { status } }', { id: null }],
    ['query ($skip: Boolean = true) { viewer @skip(if: $skip) { id } }', { skip: null }],
  ])('that is null where a value must be is refused: %s', async (document, variables) => {
    const { status, errors } = await gateway.query(document, { variables });

    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', retryable: false } }]);
  });

  it('may have the name of something that every object has', async () => {
    const { data } = await gateway.query(
      'query ($constructor: ID = "ada") { user(identifier: $constructor) { identifier } }',
    );

    expect(data.user.identifier).toBe('ada');
  });

  it('with a key that is no name of a field is refused without repeating it', async () => {
    const { errors } = await gateway.query(
      'mutation ($input: EndMonitoringInput!) { endMonitoring(input: $input) { user { id } } }',
      { variables: { input: { identifier: 'ada', '4111 1111': true } } },
    );

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(JSON.stringify(errors)).not.toContain('4111');
  });
});

describe('look-ups that lead to lists', () => {
  it('do not wait for one failure after the other', async () => {
    gateway.simulator.addFault({ route: 'GET /task/:taskId/details', kind: 'hang' });
    const ids = Array.from({ length: 4 }, (_each, index) => `ada00000000000000007a50${index + 1}`);
    const document = 'query ($ids: [ID!]!) { tasks(ids: $ids) { payrollDataAvailable } }';

    const { data, errors } = await gateway.query(document, { variables: { ids } });

    expect(data.tasks).toEqual([null, null, null, null]);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(Array(4).fill('UPSTREAM_TIMEOUT'));
    expect(gateway.simulator.requests()).toHaveLength(4);
  });
});

describe('a mutation', () => {
  it('leaves nothing of a task behind that was read before it', async () => {
    const id = gateway.simulator.addTask({ user: 'new', status: 'processing' }).id;
    const update = 'updateUser(input: { identifier: "new", data: { accounts: [{ accountNumberLastFour: "6789" }] } })';

    await gateway.query(`mutation {
      a: ${update} { user { tasks { nodes { updatedAt } } } }
      b: ${update} { user { tasks { nodes { updatedAt } } } }
    }`);

    expect(gateway.simulator.requests().filter((request) => request === `GET /task/${id}/details`)).toHaveLength(2);
  });
});
