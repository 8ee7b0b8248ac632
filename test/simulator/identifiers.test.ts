import { describe, expect, it } from '@jest/globals';
import { get, getRaw, mintToken, send, start } from './harness.ts';

const HOSTILE = [
  'a/b',
  'a%2Fb',
  'a%252Fb',
  '%',
  '%zz',
  '?status=failed',
  '#1',
  ' leading and trailing ',
  'a b',
  'ä',
  '日本語',
  '👩‍🚀',
  'user',
  'task',
  'pay-link',
  '__simulator',
  '__proto__',
  'constructor',
  'a;b',
  'a:b*c',
  'a\\b"c\'d',
  '../../admin',
  'a\nb',
  'x'.repeat(500),
  '/'.repeat(500),
  '日'.repeat(500),
];

describe('an identifier', () => {
  it.each(HOSTILE)('may be anything, percent-encoded: %j', async (identifier) => {
    const simulator = await start();
    const segment = encodeURIComponent(identifier);
    const { id } = simulator.addTask({ user: identifier });
    await mintToken(simulator, identifier);

    const tasks = await get(simulator, `/user/${segment}/tasks`);
    const accounts = await get(simulator, `/${segment}/pay-link/accounts`);
    const ended = await send(simulator, 'PUT', `/user/${segment}/end-monitoring`);
    const details = await get(simulator, `/task/${id}/details`);

    expect(tasks.body.data.tasks).toMatchObject([{ _id: id }]);
    expect([accounts.status, ended.status]).toEqual([200, 200]);
    expect(details.body.data.task.user.identifier).toBe(identifier);
    expect(simulator.requests()).toContain(`GET /user/${segment}/tasks`);
  });

  it.each(['.', '..', '%2E', '%2e%2E'])('may even be the dot segment %s', async (segment) => {
    const simulator = await start();
    simulator.addUser({ identifier: decodeURIComponent(segment) });

    const tasks = await getRaw(simulator, `/user/${segment}/tasks`);
    const accounts = await getRaw(simulator, `/${segment}/pay-link/accounts`);

    expect([tasks.status, accounts.status]).toEqual([200, 200]);
  });

  it('differs from an identifier that it decodes to', async () => {
    const simulator = await start();
    simulator.addUser({ identifier: 'a%2Fb' });

    const once = await get(simulator, '/user/a%2Fb/tasks');
    const twice = await get(simulator, '/user/a%252Fb/tasks');

    expect([once.status, twice.status]).toEqual([404, 200]);
  });

  it.each(['%', '%zz', '%E4', '%C3%28', 'a%2'])('is a bad request when it cannot be decoded: %s', async (segment) => {
    const simulator = await start();

    const tasks = await getRaw(simulator, `/user/${segment}/tasks`);
    const accounts = await getRaw(simulator, `/${segment}/pay-link/accounts`);

    for (const answer of [tasks, accounts]) {
      expect([answer.status, answer.body]).toEqual([400, { code: 40000, message: 'Bad request' }]);
    }
    expect(simulator.calls()).toMatchObject([{ status: 400, apiKey: 'demo-key' }, { status: 400 }]);
  });

  it('of the seeded world may need percent-encoding', async () => {
    const { body } = await get(await start(), `/user/${encodeURIComponent('tenant/7?user=ä#1 %2F..')}/tasks`);

    expect(body.data.tasks).toHaveLength(2);
  });
});
