import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

/** Each id with its encoded form, written out rather than computed. */
const ids = [
  ['a slash', 'tenant/7', 'tenant%2F7'],
  ['only a slash', '/', '%2F'],
  ['a backslash', 'a\\b', 'a%5Cb'],
  ['dot segments inside', 'a/../b', 'a%2F..%2Fb'],
  ['a dot segment at its end', 'a/..', 'a%2F..'],
  ['a dot segment at its beginning', '../user/grace', '..%2Fuser%2Fgrace'],
  ['three dots', '...', '...'],
  ['a question mark', 'a?status=queued', 'a%3Fstatus%3Dqueued'],
  ['a hash', 'a#b', 'a%23b'],
  ['a percent sign', '100%', '100%25'],
  ['an encoded slash', 'a%2Fb', 'a%252Fb'],
  ['nothing but encoded dots', '%2e%2e', '%252e%252e'],
  ['spaces', ' a b ', '%20a%20b%20'],
  ['a plus and an ampersand', 'a+b&c', 'a%2Bb%26c'],
  ['a semicolon, an at sign and a colon', 'a;b@c:d', 'a%3Bb%40c%3Ad'],
  ['a line break', 'a\r\nb', 'a%0D%0Ab'],
  ['a null character', 'a\0b', 'a%00b'],
  ['letters with marks', 'Zoë', 'Zo%C3%AB'],
  ['an emoji', 'a👩‍💻', 'a%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB'],
  ['the name of a path of the API', 'user', 'user'],
  ['all of it at once', 'tenant/7?user=ä#1 %2F..', 'tenant%2F7%3Fuser%3D%C3%A4%231%20%252F..'],
] as const;

const refused = [
  ['is empty', ''],
  ['is a dot', '.'],
  ['is two dots', '..'],
  ['holds the first half of a surrogate pair', 'a\ud83d'],
  ['holds the second half of a surrogate pair', '\udc69b'],
] as const;

describe('an identifier of a user', () => {
  it.each(ids)('with %s is one segment of the path', async (_what, identifier, encoded) => {
    gateway.simulator.addTask({ user: identifier, id: 'its-task' });
    gateway.simulator.addAccount({ user: identifier, id: 'its-account' });

    const { data, errors } = await gateway.query(
      'query ($identifier: ID!) { user(identifier: $identifier) { identifier tasks { nodes { id } } account(id: "its-account") { id } } }',
      { variables: { identifier } },
    );

    expect(errors).toEqual([]);
    expect(data.user).toMatchObject({ identifier, account: { id: 'its-account' } });
    expect(data.user.tasks.nodes).toContainEqual({ id: 'its-task' });
    expect(gateway.simulator.requests().sort()).toEqual(
      [`GET /${encoded}/pay-link/accounts`, `GET /user/${encoded}/tasks`].sort(),
    );
  });

  it.each(refused)('that %s is refused without a call', async (_what, identifier) => {
    const { data, errors } = await gateway.query(
      'query ($identifier: ID!) { user(identifier: $identifier) { tasks { totalCount } accounts { id } } }',
      { variables: { identifier } },
    );

    expect(data).toEqual({ user: null });
    expect(errors).toMatchObject([{ path: ['user'], extensions: { code: 'BAD_USER_INPUT', retryable: false } }]);
    expect(errors[0]?.message).toContain('`identifier`');
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('an id of a task', () => {
  it.each(ids)('with %s is one segment of the path', async (_what, id, encoded) => {
    gateway.simulator.addTask({ user: 'hedy', id, product: 'verify', status: 'queued' });

    const { data, errors } = await gateway.query('query ($id: ID!) { task(id: $id) { id product } }', {
      variables: { id },
    });

    expect(errors).toEqual([]);
    expect(data).toEqual({ task: { id, product: 'VERIFY' } });
    expect(gateway.simulator.requests()).toEqual([`GET /task/${encoded}/details`]);
  });

  it.each(ids)('with %s is one segment of the path of its status', async (_what, id, encoded) => {
    gateway.simulator.addTask({ user: 'hedy', id, status: 'queued' });

    const { data } = await gateway.query('query ($id: ID!) { task(id: $id) { id status } }', { variables: { id } });

    expect(data).toEqual({ task: { id, status: 'QUEUED' } });
    expect(gateway.simulator.requests()).toEqual([`GET /task/${encoded}/status`]);
  });

  it.each(refused)('that %s is refused without a call', async (_what, id) => {
    const { data, errors } = await gateway.query(
      'query ($id: ID!) { status: task(id: $id) { status } details: task(id: $id) { product } }',
      { variables: { id } },
    );

    expect(data).toEqual({ status: null, details: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it.each(refused)('that %s is refused alone among several', async (_what, id) => {
    gateway.simulator.addTask({ user: 'hedy', id: 'fine', status: 'queued' });

    const { data, errors } = await gateway.query('query ($ids: [ID!]!) { tasks(ids: $ids) { id } }', {
      variables: { ids: [id, 'fine'] },
    });

    expect(data).toEqual({ tasks: [null, { id: 'fine' }] });
    expect(errors).toMatchObject([{ path: ['tasks', 0], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(gateway.simulator.requests()).toEqual(['GET /task/fine/status']);
  });
});

it('asks for the user of a task under the identifier that the details tell, encoded', async () => {
  gateway.simulator.addTask({ user: 'a/b?c', id: 'theirs', linkedAccount: 'account' });
  gateway.simulator.addAccount({ user: 'a/b?c', id: 'account' });

  const { data } = await gateway.query('{ task(id: "theirs") { payrollDataAvailable linkedAccount { type } } }');

  expect(data.task.linkedAccount).toEqual({ type: 'SUBSCRIPTION' });
  expect(gateway.simulator.requests().sort()).toEqual([
    'GET /a%2Fb%3Fc/pay-link/accounts',
    'GET /task/theirs/details',
    'GET /user/a%2Fb%3Fc/tasks',
  ]);
});
