import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const second = { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' };
const document = '{ user(identifier: "ada") { tasks { totalCount } accounts { id company { name } } } }';

describe('two customers', () => {
  it('each see their own user of the same identifier', async () => {
    const [demo, other] = await Promise.all([gateway.query(document), gateway.query(document, { headers: second })]);

    expect(demo.data.user.tasks.totalCount).toBe(6);
    expect(demo.data.user.accounts).toHaveLength(4);
    expect(other.data.user).toEqual({
      tasks: { totalCount: 1 },
      accounts: [{ id: '2ada000000000000000acc01', company: { name: 'Lovelace Analytical Works' } }],
    });
  });

  it('do not see the tasks of each other', async () => {
    const documentOf = (id: string) =>
      `{ status: task(id: "${id}") { status } details: task(id: "${id}") { product } }`;

    const [demo, other] = await Promise.all([
      gateway.query(documentOf('2ada00000000000000007a51')),
      gateway.query(documentOf('ada00000000000000007a501'), { headers: second }),
    ]);

    expect(demo).toMatchObject({ data: { status: null, details: null }, errors: [] });
    expect(other).toMatchObject({ data: { status: null, details: null }, errors: [] });
  });

  it('who ask at once are each asked for with their own key', async () => {
    const callers = Array.from({ length: 20 }, (_, index) => index % 2 === 0);

    const answers = await Promise.all(
      callers.map((isDemo) => gateway.query(document, isDemo ? {} : { headers: second })),
    );

    expect(answers.map(({ data }) => data.user.tasks.totalCount)).toEqual(callers.map((isDemo) => (isDemo ? 6 : 1)));
    const keys = gateway.simulator.calls().map(({ apiKey }) => apiKey);
    expect(new Set(keys)).toEqual(new Set(['demo-key', 'second-key']));
  });

  it('may have several secrets', async () => {
    const headers = { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret-rotated' };

    const { data } = await gateway.query(document, { headers });

    expect(data.user.tasks.totalCount).toBe(1);
  });
});

describe('a key pair that the upstream does not accept', () => {
  it.each([
    ['a wrong secret', { 'x-api-key': 'demo-key', 'x-api-secret': 'guessed' }],
    ['the secret of another', { 'x-api-key': 'demo-key', 'x-api-secret': 'second-secret' }],
    ['an unknown key', { 'x-api-key': 'nobody', 'x-api-secret': 'demo-secret' }],
  ])('as it has %s is UNAUTHENTICATED where the upstream was needed', async (_what, headers) => {
    const { status, data, errors } = await gateway.query(
      '{ user(identifier: "ada") { identifier tasks { totalCount } } task(id: "ada00000000000000007a501") { status } }',
      { headers },
    );

    expect(status).toBe(200);
    expect(data).toEqual({ user: { identifier: 'ada', tasks: null }, task: null });
    expect(errors.map(({ path }) => path).sort()).toEqual([['task'], ['user', 'tasks']]);
    const extensions = { code: 'UNAUTHENTICATED', retryable: false };
    expect(errors).toMatchObject([{ extensions }, { extensions }]);
  });
});
