import { describe, expect, it } from '@jest/globals';
import { type TestGateway, useGateway } from '../support/gateway.ts';

const gateway = useGateway({ UPSTREAM_CALL_BUDGET: '5' });

async function explain(target: TestGateway, header: string, query: string) {
  const response = await fetch(`${target.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-paylink-explain': header },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

describe('an operation over the call budget', () => {
  const document = '{ user(identifier: "ada") { tasks(first: 20) { nodes { company { name } } } } }';

  it('is refused before any call, with the bound, the budget and the costliest path', async () => {
    const { status, data, errors } = await gateway.query(document);

    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/21 REST calls.*5 is the budget.*user\.tasks\.nodes\.company.*20/),
        extensions: {
          code: 'CALL_BUDGET_EXCEEDED',
          retryable: false,
          bound: 21,
          budget: 5,
          costliestPath: 'user.tasks.nodes.company',
        },
      },
    ]);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('is still explained', async () => {
    const answer = await explain(gateway, 'plan', document);

    expect(answer).toEqual({
      extensions: {
        upstream: {
          budget: 5,
          planned: {
            total: 21,
            calls: [
              { endpoint: 'GET /user/:identifier/tasks', host: 'api', atMost: 1, path: 'user.tasks' },
              { endpoint: 'GET /task/:taskId/details', host: 'api', atMost: 20, path: 'user.tasks.nodes.company' },
            ],
          },
        },
      },
    });
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('runs when it may need no more than the budget', async () => {
    const { errors } = await gateway.query(document.replace('20', '4'));

    expect(errors).toEqual([]);
    expect(gateway.simulator.requests()).toHaveLength(5);
  });
});

describe('the header x-paylink-explain', () => {
  it('adds to the answer what was planned and what it came to', async () => {
    const answer = await explain(
      gateway,
      'report',
      '{ user(identifier: "hedy") { tasks(first: 3) { nodes { company { name } } } } }',
    );

    expect(answer).toMatchObject({
      data: { user: { tasks: { nodes: [] } } },
      extensions: {
        upstream: {
          planned: { total: 4 },
          actual: {
            total: 1,
            calls: [{ endpoint: 'GET /user/:identifier/tasks', host: 'api', calls: 1, coalesced: 0 }],
          },
        },
      },
    });
  });

  it('is not needed: without it nothing is added', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { identifier } }' }),
    });

    expect(await response.json()).toEqual({ data: { viewer: null } });
  });

  it('shows the plan of a mutation without carrying it out', async () => {
    const answer = await explain(
      gateway,
      'plan',
      'mutation { endMonitoring(input: { identifier: "ada" }) { user { identifier } } }',
    );

    expect(answer).toMatchObject({ extensions: { upstream: { planned: { total: 1 } } } });
    expect(gateway.simulator.findUser('ada')?.monitoring).toBe(true);
  });
});
