import { beforeEach, describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';
import { mintToken } from '../support/mint.ts';

const gateway = useGateway();
const tokens = new Map<string, string>();

beforeEach(async () => {
  // New users for each test, so that the gateway does not know the owners of their tasks.
  for (const name of ['eve', 'mallory']) {
    const identifier = `${name}-${expect.getState().currentTestName}`;
    tokens.set(name, await mintToken(gateway, identifier));
    for (const number of [1, 2])
      gateway.simulator.addTask({ user: identifier, id: `${name}-${number}`, status: 'queued' });
  }
  gateway.simulator.clearCalls();
});

const explained = { 'x-paylink-explain': 'plan' };

async function ask(name: string, document: string, headers = {}) {
  gateway.simulator.clearCalls();
  const answer = await gateway.query(document, { headers: { 'x-public-token': tokens.get(name) ?? '', ...headers } });
  const calls = gateway.simulator.requests().map((call) => call.replace(/(?<=user\/)[^/]+/, '…'));
  return { ...answer, calls: calls.sort() };
}

const status = (id: string) => `{ task(id: "${id}") { status } }`;

describe('the task of an end user', () => {
  it('requires the details on the first read, which show the owner, and only the status from then on', async () => {
    const first = await ask('eve', status('eve-1'));
    const second = await ask('eve', status('eve-1'));
    const alias = await ask('eve', '{ a: task(id: "eve-1") { status } b: task(id: "eve-2") { status } }');

    expect([first, second].map(({ data }) => data.task)).toEqual([{ status: 'QUEUED' }, { status: 'QUEUED' }]);
    expect(first.calls).toEqual(['GET /task/eve-1/details']);
    expect(second.calls).toEqual(['GET /task/eve-1/status']);
    expect(alias.calls).toEqual(['GET /task/eve-1/status', 'GET /task/eve-2/details']);
  });

  it('is also known as their own from their list', async () => {
    await ask('eve', '{ viewer { tasks { totalCount } } }');

    const { calls } = await ask('eve', '{ tasks(ids: ["eve-1", "eve-2"]) { status } }');

    expect(calls).toEqual(['GET /task/eve-1/status', 'GET /task/eve-2/status']);
  });

  it('costs no call when the operation also reads their list', async () => {
    const { data, calls } = await ask(
      'eve',
      `{
      viewer { tasks { totalCount } }
      task(id: "eve-1") { status product user { identifier tasks { totalCount } } }
    }`,
    );

    expect(data.task).toMatchObject({ status: 'QUEUED', user: { tasks: { totalCount: 2 } } });
    expect(calls).toEqual(['GET /user/…/tasks']);
  });

  it('is read from their list when only the list has the selected fields', async () => {
    const { data, calls } = await ask('eve', '{ task(id: "eve-1") { status payrollDataAvailable } }');

    expect(data.task).toEqual({ status: 'QUEUED', payrollDataAvailable: false });
    expect(calls).toEqual(['GET /user/…/tasks']);
  });

  it('fails with an error on an invalid response once it is known as their own', async () => {
    await ask('eve', status('eve-1'));
    gateway.simulator.addFault({ kind: 'missing-field', route: 'GET /task/:taskId/status', field: 'createdAt' });

    const { errors } = await ask('eve', status('eve-1'));

    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
  });

  it('is planned with the calls that it costs', async () => {
    const plan = async () => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-public-token': tokens.get('eve') ?? '', ...explained },
        body: JSON.stringify({ query: status('eve-1') }),
      });
      return (await response.json()) as { extensions: { upstream: { planned: { calls: { endpoint: string }[] } } } };
    };

    const before = await plan();
    await ask('eve', status('eve-1'));
    const after = await plan();

    const endpoints = [before, after].map(({ extensions }) => extensions.upstream.planned.calls[0]?.endpoint);
    expect(endpoints).toEqual(['GET /task/:taskId/details', 'GET /task/:taskId/status']);
  });
});

describe('the task of another user', () => {
  it('is null and costs the details on every read, although the gateway knows its owner', async () => {
    await ask('mallory', status('mallory-1'));

    for (let times = 0; times < 3; times += 1) {
      const { data, errors, calls } = await ask('eve', status('mallory-1'));

      expect({ data, errors }).toEqual({ data: { task: null }, errors: [] });
      expect(calls).toEqual(['GET /task/mallory-1/details']);
    }
  });

  it('is null when the details contain no owner', async () => {
    gateway.simulator.addFault({ kind: 'missing-field', route: 'GET /task/:taskId/details', field: 'user' });

    const { data } = await ask('eve', '{ a: task(id: "eve-1") { status } b: task(id: "mallory-1") { status } }');

    expect(data).toEqual({ a: null, b: null });
  });

  it('is null on an invalid response, like an unknown task', async () => {
    gateway.simulator.addFault({ kind: 'missing-field', route: 'GET /task/:taskId/details', field: 'createdAt' });

    const reads = [];
    for (const id of ['mallory-1', 'nobody-1']) {
      const { data, errors, calls } = await ask('eve', status(id));
      reads.push(JSON.stringify({ data, errors, calls }).replaceAll(id, '…'));
    }

    expect(reads[0]).toBe(reads[1]);
  });

  it('is null in a list of tasks, without affecting own tasks', async () => {
    const { data, errors } = await ask('eve', '{ tasks(ids: ["mallory-1", "eve-1", "nobody-1", "mallory-2"]) { id } }');

    expect(errors).toEqual([]);
    expect(data.tasks).toEqual([null, { id: 'eve-1' }, null, null]);
  });

  it('is not known as the own task of the same identifier with other credentials', async () => {
    await ask('eve', status('eve-1'));
    const second = { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' };
    const identifier = `eve-${expect.getState().currentTestName}`;
    tokens.set('eve elsewhere', await mintToken(gateway, identifier, { headers: second }));

    const elsewhere = await ask('eve elsewhere', status('eve-1'));

    expect(elsewhere.data).toEqual({ task: null });
    expect(elsewhere.calls).toEqual(['GET /task/eve-1/details']);
  });
});
