import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const progress = { createdAt: '2024-01-01T00:00:00.000Z', status: 'processing' };
const task = { _id: 'the-task', ...progress };
const account = { _id: 'the-account' };

const reads = [
  {
    read: 'the details of a task',
    route: 'GET /task/:taskId/details',
    document: '{ task(id: "the-task") { id product } }',
    right: { data: { task } },
    found: { task: { id: 'the-task', product: null } },
    wrong: [task, { task }, { data: task }, { data: { tasks: [task] } }, { data: [task] }],
  },
  {
    read: 'the status of a task',
    route: 'GET /task/:taskId/status',
    document: '{ task(id: "the-task") { id status } }',
    right: progress,
    found: { task: { id: 'the-task', status: 'PROCESSING' } },
    wrong: [{ task: progress }, { data: progress }, { data: { tasks: [progress] } }, [progress]],
  },
  {
    read: 'the tasks of a user',
    route: 'GET /user/:identifier/tasks',
    document: '{ user(identifier: "ada") { tasks { nodes { id } } } }',
    right: { data: { tasks: [task] } },
    found: { user: { tasks: { nodes: [{ id: 'the-task' }] } } },
    wrong: [[task], { tasks: [task] }, { data: [task] }, { data: { task: [task] } }, { data: { tasks: task } }],
  },
  {
    read: 'the accounts of a user',
    route: 'GET /:identifier/pay-link/accounts',
    document: '{ user(identifier: "ada") { accounts { id } } }',
    right: { accounts: [account] },
    found: { user: { accounts: [{ id: 'the-account' }] } },
    wrong: [[account], { data: { accounts: [account] } }, { data: [account] }, { accounts: account }],
  },
] as const;

describe.each(reads)('$read', ({ route, document, right, found, wrong }) => {
  it('is read from its own envelope', async () => {
    gateway.simulator.addFault({ route, kind: 'status', status: 200, body: right });

    const { data, errors } = await gateway.query(document);

    expect(errors).toEqual([]);
    expect(data).toEqual(found);
  });

  it('is read from its own envelope when that holds more than is known', async () => {
    gateway.simulator.addFault({ route, kind: 'status', status: 200, body: { ...right, page: 1, meta: { a: [] } } });

    const { data, errors } = await gateway.query(document);

    expect(errors).toEqual([]);
    expect(data).toEqual(found);
  });

  it.each(wrong.map((body) => ({ envelope: JSON.stringify(body), body })))(
    'is not taken out of $envelope',
    async ({ body }) => {
      gateway.simulator.addFault({ route, kind: 'status', status: 200, body });

      const { errors } = await gateway.query(document);

      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_INVALID_RESPONSE']);
    },
  );
});

describe('the status of a task', () => {
  const route = 'GET /task/:taskId/status';
  const document = '{ task(id: "the-task") { id status createdAt failReason failReasonCode } }';
  const failed = { createdAt: '2024-01-01T00:00:00.000Z', status: 'failed', failReason: 'expired' };
  const expected = {
    id: 'the-task',
    status: 'FAILED',
    createdAt: '2024-01-01T00:00:00.000Z',
    failReason: 'EXPIRED',
    failReasonCode: 'expired',
  };

  it.each([{}, { status: 'ok' }, { createdAt: '2030-01-01T00:00:00Z' }])(
    'is read from inside `data.task` as well, as some pages of the documentation show it, beside %j',
    async (more) => {
      gateway.simulator.addFault({ route, kind: 'status', status: 200, body: { ...more, data: { task: failed } } });

      const { data, errors } = await gateway.query(document);

      expect(errors).toEqual([]);
      expect(data).toEqual({ task: expected });
    },
  );

  it.each([[{}], [null], [{ task: { _id: 'the-task' } }]])(
    'is read flat beside an unknown `data` of %j',
    async (more) => {
      gateway.simulator.addFault({ route, kind: 'status', status: 200, body: { ...failed, data: more } });

      const { data, errors } = await gateway.query(document);

      expect(errors).toEqual([]);
      expect(data).toEqual({ task: expected });
    },
  );
});
