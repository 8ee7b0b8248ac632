import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

interface Filter {
  readonly statuses?: readonly string[] | null;
  readonly payrollDataAvailable?: boolean | null;
}

async function countTasks(filter: Filter | null): Promise<number> {
  const { data, errors } = await gateway.query(
    `query ($filter: TaskFilter) {
      user(identifier: "ada") { tasks(filter: $filter) { totalCount nodes { status payrollDataAvailable } } }
    }`,
    { variables: { filter } },
  );
  expect(errors).toEqual([]);
  const { totalCount, nodes } = data.user.tasks;
  expect(nodes).toHaveLength(totalCount);
  for (const node of nodes) {
    if (filter?.statuses) expect(filter.statuses).toContain(node.status);
    if (filter?.payrollDataAvailable != null)
      expect(node).toMatchObject({ payrollDataAvailable: filter.payrollDataAvailable });
  }
  return totalCount;
}

describe('a task filter', () => {
  it.each([
    [null, 6],
    [{}, 6],
    [{ statuses: null, payrollDataAvailable: null }, 6],
    [{ statuses: ['COMPLETED'] }, 3],
    [{ statuses: ['FAILED'] }, 1],
    [{ statuses: ['PROCESSING'] }, 1],
    [{ statuses: ['QUEUED'] }, 1],
    [{ statuses: ['UNKNOWN'] }, 0],
    [{ payrollDataAvailable: true }, 1],
    [{ payrollDataAvailable: false }, 5],
    [{ statuses: ['COMPLETED'], payrollDataAvailable: true }, 1],
    [{ statuses: ['COMPLETED'], payrollDataAvailable: false }, 2],
    [{ statuses: ['FAILED'], payrollDataAvailable: true }, 0],
  ])('%j matches %i of six', async (filter, count) => {
    expect(await countTasks(filter)).toBe(count);
  });

  it('is not sent upstream, so several filters cost one call', async () => {
    await gateway.query(`{
      user(identifier: "ada") {
        completed: tasks(filter: { statuses: [COMPLETED] }) { totalCount }
        failed: tasks(filter: { statuses: [FAILED] }) { totalCount }
        available: tasks(filter: { payrollDataAvailable: true }) { totalCount }
      }
    }`);

    expect(gateway.simulator.requests()).toEqual(['GET /user/ada/tasks']);
  });

  it('follows the state of the tasks', async () => {
    expect(await countTasks({ statuses: ['PROCESSING'] })).toBe(1);

    gateway.simulator.moveClock(600_000);

    expect(await countTasks({ statuses: ['PROCESSING'] })).toBe(0);
    expect(await countTasks({ statuses: ['COMPLETED'] })).toBe(4);
  });

  it('excludes a task without payrollDataAvailable for both true and false', async () => {
    const route = 'GET /user/:identifier/tasks';
    gateway.simulator.addFault({ route, kind: 'missing-field', field: 'payrollDataAvailable' });

    expect(await countTasks({ payrollDataAvailable: true })).toBe(0);
    expect(await countTasks({ payrollDataAvailable: false })).toBe(0);
    expect(await countTasks({})).toBe(6);
  });
});
