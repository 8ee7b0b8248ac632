import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const first = 'ada00000000000000007a501';
const second = 'ada00000000000000007a502';
const third = 'ada00000000000000007a503';

const faults = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 401 },
  { kind: 'reset' },
  { kind: 'truncated' },
  { kind: 'non-json' },
] as const;

describe.each(faults)('when a call fails ($kind $status)', (fault) => {
  it('the other of two users stays', async () => {
    gateway.simulator.addFault({ route: '*', match: '/user/grace/', ...fault });

    const { status, data, errors } = await gateway.query(`{
      ada: user(identifier: "ada") { identifier tasks { totalCount } }
      grace: user(identifier: "grace") { identifier tasks { totalCount } }
    }`);

    expect(status).toBe(200);
    expect(data).toEqual({
      ada: { identifier: 'ada', tasks: { totalCount: 6 } },
      grace: { identifier: 'grace', tasks: null },
    });
    expect(errors.map(({ path }) => path)).toEqual([['grace', 'tasks']]);
  });

  it('the other list of the same user stays', async () => {
    gateway.simulator.addFault({ route: 'GET /:identifier/pay-link/accounts', ...fault });

    const { data, errors } = await gateway.query(
      '{ user(identifier: "ada") { identifier accounts { id } suggestions { buttonTitle } tasks { totalCount } } }',
    );

    expect(data.user).toEqual({ identifier: 'ada', accounts: null, suggestions: null, tasks: { totalCount: 6 } });
    expect(errors.map(({ path }) => path).sort()).toEqual([
      ['user', 'accounts'],
      ['user', 'suggestions'],
    ]);
    expect(gateway.simulator.requests().sort()).toEqual(['GET /ada/pay-link/accounts', 'GET /user/ada/tasks']);
  });

  it('the other two of three tasks stay', async () => {
    gateway.simulator.addFault({ route: '*', match: second, ...fault });

    const { data, errors } = await gateway.query(
      `{ tasks(ids: ["${first}", "${second}", "${third}"]) { id productCode } }`,
    );

    expect(data.tasks).toEqual([{ id: first, productCode: 'present' }, null, { id: third, productCode: 'switch' }]);
    expect(errors.map(({ path }) => path)).toEqual([['tasks', 1]]);
  });

  it('the rows of a list stay without the details of one of them', async () => {
    gateway.simulator.addFault({ route: 'GET /task/:taskId/details', match: second, ...fault });

    const { data, errors } = await gateway.query(
      '{ user(identifier: "ada") { tasks { nodes { id company { name } metadata } } } }',
    );

    const failed = data.user.tasks.nodes.filter(({ company }: { company: unknown }) => company === null);
    expect(data.user.tasks.nodes).toHaveLength(6);
    expect(failed.map(({ id }: { id: string }) => id).sort()).toEqual([second, 'ada00000000000000007a504']);
    expect(errors.map(({ path }) => path?.at(-1)).sort()).toEqual(['company', 'metadata']);
  });

  it('the task stays without what its user has linked', async () => {
    gateway.simulator.addFault({ route: 'GET /:identifier/pay-link/accounts', ...fault });
    gateway.simulator.addFault({ route: 'GET /user/:identifier/tasks', ...fault });

    const { data, errors } = await gateway.query(
      `{ task(id: "${first}") { id linkedAccountId linkedAccount { sourceId } payrollDataAvailable company { name } } }`,
    );

    expect(data.task).toEqual({
      id: first,
      linkedAccountId: 'ada0000000000000000acc01',
      linkedAccount: null,
      payrollDataAvailable: null,
      company: { name: 'Marquee+' },
    });
    expect(errors.map(({ path }) => path).sort()).toEqual([
      ['task', 'linkedAccount'],
      ['task', 'payrollDataAvailable'],
    ]);
  });
});
