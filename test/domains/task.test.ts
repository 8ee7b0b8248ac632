import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const taskId = 'ada00000000000000007a501';

/** Every field in the details of a task. */
const details = `
  id status statusCode createdAt updatedAt product productCode authenticated failReason failReasonCode
  company { id name branding { color logo { url backgroundColor } } }
  connector { id name branding { color logo { url backgroundColor } } }
  linkedAccountId workflow { id } metadata user { identifier }
`;

describe('Query.task', () => {
  it('calls only the status endpoint when only the status is selected', async () => {
    const { data, errors } = await gateway.query(`{ task(id: "${taskId}") { id status statusCode } }`);

    expect(errors).toEqual([]);
    expect(data.task).toEqual({ id: taskId, status: 'COMPLETED', statusCode: 'completed' });
    expect(gateway.simulator.requests()).toEqual([`GET /task/${taskId}/status`]);
  });

  it('has every field of the details', async () => {
    const branding = {
      color: '#5b2be0',
      logo: { url: 'https://cdn-public.example.com/logos/marquee-plus.png', backgroundColor: '#120a2e' },
    };

    const { data, errors } = await gateway.query(`{ task(id: "${taskId}") { ${details} } }`);

    expect(errors).toEqual([]);
    expect(data.task).toEqual({
      id: taskId,
      status: 'COMPLETED',
      statusCode: 'completed',
      createdAt: '2030-01-03T15:02:41.207Z',
      updatedAt: expect.stringMatching(/^2030-01-03T15:02:\d\d\.\d{3}Z$/),
      product: 'PRESENT',
      productCode: 'present',
      authenticated: true,
      failReason: null,
      failReasonCode: null,
      company: { id: '5e8d0f1c2a6b4d0008c1a101', name: 'Marquee+', branding },
      connector: { id: expect.stringMatching(/^[0-9a-f]{24}$/), name: 'Marquee+', branding },
      linkedAccountId: 'ada0000000000000000acc01',
      workflow: { id: 'ada0000000000000000f1001' },
      metadata: { campaign: 'spring-cleaning', step: 1 },
      user: { identifier: 'ada' },
    });
  });

  it('has null for fields missing from the details', async () => {
    const task = { _id: taskId, createdAt: '2024-01-01T00:00:00Z', status: 'queued' };
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 200, body: { data: { task } } });

    const { data, errors } = await gateway.query(
      `{ task(id: "${taskId}") { ${details} payrollDataAvailable linkedAccount { id type } } }`,
    );

    const { id, status, statusCode, createdAt, ...rest } = data.task;
    expect(errors).toEqual([]);
    expect({ id, status, statusCode, createdAt }).toEqual({
      id: taskId,
      status: 'QUEUED',
      statusCode: 'queued',
      createdAt: '2024-01-01T00:00:00.000Z',
    });
    expect(Object.keys(rest)).toHaveLength(14);
    expect(Object.values(rest)).toEqual(Array(14).fill(null));
  });

  it.each([
    ['no branding', { name: 'Acme' }, { id: null, name: 'Acme', branding: null }],
    ['no logo', { branding: {} }, { id: null, name: null, branding: { color: null, logo: null } }],
    [
      'an empty logo',
      { _id: 'c', branding: { logo: {} } },
      { id: 'c', name: null, branding: { color: null, logo: { url: null, backgroundColor: null } } },
    ],
  ])('has a company with %s', async (_what, wire, company) => {
    const { id } = gateway.simulator.addTask({ user: 'hedy', company: wire, connector: null });

    const { data, errors } = await gateway.query(
      `{ task(id: "${id}") { company { id name branding { color logo { url backgroundColor } } } connector { id } } }`,
    );

    expect(errors).toEqual([]);
    expect(data.task).toEqual({ company, connector: null });
  });

  it('returns metadata unchanged', async () => {
    const metadata = { source: 'onboarding', nested: { list: [1, 'two', null, true] }, empty: {}, 'a b': '' };
    const { id } = gateway.simulator.addTask({ user: 'hedy', metadata });

    const { data } = await gateway.query(`{ task(id: "${id}") { metadata } }`);

    expect(data.task.metadata).toEqual(metadata);
  });

  it('can have a fail reason although it is completed', async () => {
    const { id } = gateway.simulator.addTask({ user: 'hedy', status: 'completed', failReason: 'transaction-pending' });

    const { data } = await gateway.query(`{ task(id: "${id}") { status failReason failReasonCode } }`);

    expect(data.task).toEqual({
      status: 'COMPLETED',
      failReason: 'TRANSACTION_PENDING',
      failReasonCode: 'transaction-pending',
    });
  });

  it.each(['status', 'product'])('follows the state of the task, selecting its %s', async (field) => {
    const { id } = gateway.simulator.addTask({
      user: 'hedy',
      queuedMs: 1_000,
      processingMs: 1_000,
      outcome: 'expired',
    });
    const seen: unknown[] = [];

    for (const ms of [0, 1_000, 1_000]) {
      gateway.simulator.moveClock(ms);
      // Sequential, because the clock moves between the reads.
      const { data } = await gateway.query(`{ task(id: "${id}") { status failReason ${field} } }`);
      seen.push([data.task.status, data.task.failReason]);
    }

    expect(seen).toEqual([
      ['QUEUED', null],
      ['PROCESSING', null],
      ['FAILED', 'EXPIRED'],
    ]);
  });
});

describe('Task.linkedAccount', () => {
  it("is an account of the task's user", async () => {
    const { data, errors } = await gateway.query(
      `{ task(id: "${taskId}") { linkedAccount { id sourceId company { name } user { identifier } } } }`,
    );

    expect(errors).toEqual([]);
    expect(data.task.linkedAccount).toEqual({
      id: 'ada0000000000000000acc01',
      sourceId: '8b0e52a4-61c7-4f0f-9d3b-1f1a7be0c3d1',
      company: { name: 'Marquee+' },
      user: { identifier: 'ada' },
    });
  });

  it('is null when it is no longer linked', async () => {
    const { id } = gateway.simulator.addTask({ user: 'hedy', linkedAccount: 'gone' });

    const { data, errors } = await gateway.query(`{ task(id: "${id}") { linkedAccountId linkedAccount { type } } }`);

    expect(errors).toEqual([]);
    expect(data.task).toEqual({ linkedAccountId: 'gone', linkedAccount: null });
  });

  it('is null without reading the accounts when the task was not created from one', async () => {
    const { id } = gateway.simulator.addTask({ user: 'hedy' });

    const { data } = await gateway.query(`{ task(id: "${id}") { linkedAccount { type } } }`);

    expect(data.task).toEqual({ linkedAccount: null });
    expect(gateway.simulator.requests()).toEqual([`GET /task/${id}/details`]);
  });
});

describe('Task.payrollDataAvailable', () => {
  it.each([true, false])('of a task looked up by id is read from the list of its user: %p', async (available) => {
    const { id } = gateway.simulator.addTask({ user: 'hedy', product: 'verify', payrollDataAvailable: available });

    const { data, errors } = await gateway.query(`{ task(id: "${id}") { payrollDataAvailable } }`);

    expect(errors).toEqual([]);
    expect(data.task).toEqual({ payrollDataAvailable: available });
  });

  it('is null when the list does not contain the task', async () => {
    const body = { data: { tasks: [] } };
    gateway.simulator.addFault({ route: 'GET /user/:identifier/tasks', kind: 'status', status: 200, body });

    const { data, errors } = await gateway.query(`{ task(id: "${taskId}") { payrollDataAvailable } }`);

    expect(errors).toEqual([]);
    expect(data.task).toEqual({ payrollDataAvailable: null });
  });
});
