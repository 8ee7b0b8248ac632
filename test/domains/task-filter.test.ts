import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

async function countTasks(filter: object | null): Promise<number> {
  const { data, errors } = await gateway.query(
    `query ($filter: TaskFilter) {
      user(identifier: "ada") { tasks(filter: $filter) { totalCount nodes { status payrollDataAvailable } } }
    }`,
    { variables: { filter } },
  );
  expect(errors).toEqual([]);
  const { totalCount, nodes } = data.user.tasks;
  expect(nodes).toHaveLength(totalCount);
  for (const node of nodes) expect(node).toMatchObject(withoutNull(filter ?? {}));
  return totalCount;
}

function withoutNull(filter: object): object {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));
}

describe('a task filter', () => {
  it.each([
    [null, 6],
    [{}, 6],
    [{ status: null, payrollDataAvailable: null }, 6],
    [{ status: 'COMPLETED' }, 3],
    [{ status: 'FAILED' }, 1],
    [{ status: 'PROCESSING' }, 1],
    [{ status: 'QUEUED' }, 1],
    [{ status: 'UNKNOWN' }, 0],
    [{ payrollDataAvailable: true }, 1],
    [{ payrollDataAvailable: false }, 5],
    [{ status: 'COMPLETED', payrollDataAvailable: true }, 1],
    [{ status: 'COMPLETED', payrollDataAvailable: false }, 2],
    [{ status: 'FAILED', payrollDataAvailable: true }, 0],
  ])('%j matches %i of six', async (filter, count) => {
    expect(await countTasks(filter)).toBe(count);
  });

  it('is not sent upstream, so several filters cost one call', async () => {
    await gateway.query(`{
      user(identifier: "ada") {
        completed: tasks(filter: { status: COMPLETED }) { totalCount }
        failed: tasks(filter: { status: FAILED }) { totalCount }
        available: tasks(filter: { payrollDataAvailable: true }) { totalCount }
      }
    }`);

    expect(gateway.simulator.requests()).toEqual(['GET /user/ada/tasks']);
  });

  it('follows the state of the tasks', async () => {
    expect(await countTasks({ status: 'PROCESSING' })).toBe(1);

    gateway.simulator.moveClock(600_000);

    expect(await countTasks({ status: 'PROCESSING' })).toBe(0);
    expect(await countTasks({ status: 'COMPLETED' })).toBe(4);
  });

  it('excludes a task without payrollDataAvailable for both true and false', async () => {
    const route = 'GET /user/:identifier/tasks';
    gateway.simulator.addFault({ route, kind: 'missing-field', field: 'payrollDataAvailable' });

    expect(await countTasks({ payrollDataAvailable: true })).toBe(0);
    expect(await countTasks({ payrollDataAvailable: false })).toBe(0);
    expect(await countTasks({})).toBe(6);
  });
});
