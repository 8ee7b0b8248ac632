import { describe, expect, it } from '@jest/globals';
import { startTestGateway, useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const accounts = `{ user(identifier: "ada") { accounts {
  id type typeCode company { name } suggestions { category categoryCode } billing { amount { amount } }
} } }`;

const answerWith = (account: object, { simulator } = gateway) =>
  simulator.addFault({
    route: 'GET /:identifier/pay-link/accounts',
    kind: 'status',
    status: 200,
    body: { accounts: [{ _id: 'a', ...account }] },
  });

const readMetrics = async ({ url } = gateway) => (await fetch(`${url}/metrics`)).text();

const warnings = ({ logs } = gateway) =>
  logs().filter(({ msg }) => msg === 'upstream answer differs from its declaration');

describe('an answer that differs from its declaration', () => {
  it('is served as far as possible', async () => {
    answerWith({
      company: 'Hulu',
      account: {
        type: 'pension',
        billing: { amount: 'a lot' },
        suggestions: [{ category: 'move-house', secretPlan: 1 }, 'none'],
      },
    });

    const { data, errors } = await gateway.query(accounts);

    expect(errors).toEqual([]);
    expect(data.user.accounts).toEqual([
      {
        id: 'a',
        type: 'UNKNOWN',
        typeCode: 'pension',
        company: null,
        suggestions: [{ category: 'UNKNOWN', categoryCode: 'move-house' }],
        billing: { amount: null },
      },
    ]);
  });

  it('is counted by endpoint, path and kind, and logged once for each, without a value', async () => {
    answerWith({ account: { billing: { iban: 'DE02120300000000202051', autopay: '4111111111111111' } } });

    await gateway.query(accounts);
    await gateway.query(accounts);

    const counted = await readMetrics();
    for (const [path, kind] of [
      ['accounts[].account.billing.iban', 'unknown-key'],
      ['accounts[].account.billing.autopay', 'other-type'],
    ]) {
      const labels = `endpoint="GET /:identifier/pay-link/accounts",path="${path}",kind="${kind}"`;
      expect(counted).toContain(`paylink_upstream_drift_total{${labels}} 2`);
      expect(warnings().filter((line) => line.path === path)).toMatchObject([
        { level: 40, endpoint: 'GET /:identifier/pay-link/accounts', kind },
      ]);
    }
    expect(counted + JSON.stringify(gateway.logs())).not.toMatch(/DE0212|4111111/);
  });

  it('is not one that says what the reference says', async () => {
    const { errors } = await gateway.query(`{
      user(identifier: "reference-accounts") { accounts { id } }
      other: user(identifier: "reference-tasks") { tasks { nodes { status company { name } } } }
    }`);

    expect(errors).toEqual([]);
    expect(warnings()).toEqual([]);
  });
});

describe('what an endpoint adds to its answer', () => {
  const progress = { createdAt: '2024-01-01T00:00:00.000Z', status: 'paused' };
  const task = { _id: 't', ...progress, metadata: { any: { thing: 1 } } };
  const mint = 'mutation { createAccessToken(input: { identifier: "ada" }) { accessToken { publicToken } } }';

  it.each([
    {
      endpoint: 'GET /task/:taskId/status',
      body: { ...progress, eta: 60 },
      document: '{ task(id: "t") { status statusCode } }',
      served: { task: { status: 'UNKNOWN', statusCode: 'paused' } },
      told: ['unknown-key eta', 'unknown-value status'],
    },
    {
      endpoint: 'GET /task/:taskId/status',
      body: { data: { task: { ...progress, eta: 60 } }, meta: {} },
      document: '{ task(id: "t") { status statusCode } }',
      served: { task: { status: 'UNKNOWN', statusCode: 'paused' } },
      told: ['unknown-key data.task.eta', 'unknown-key meta', 'unknown-value data.task.status'],
    },
    {
      endpoint: 'GET /task/:taskId/details',
      body: { data: { task: { ...task, updatedAt: 'soon', company: { branding: { logo: { alt: 'x' } } } } } },
      document: '{ task(id: "t") { id updatedAt metadata company { branding { logo { url } } } } }',
      served: {
        task: {
          id: 't',
          updatedAt: null,
          metadata: { any: { thing: 1 } },
          company: { branding: { logo: { url: null } } },
        },
      },
      told: [
        'other-type data.task.updatedAt',
        'unknown-key data.task.company.branding.logo.alt',
        'unknown-value data.task.status',
      ],
    },
    {
      endpoint: 'GET /user/:identifier/tasks',
      body: { data: { tasks: [{ _id: 't', ...progress, product: 7 }], cursor: 'c' } },
      document: '{ user(identifier: "ada") { tasks { nodes { id product productCode } } } }',
      served: { user: { tasks: { nodes: [{ id: 't', product: null, productCode: null }] } } },
      told: ['other-type data.tasks[].product', 'unknown-key data.cursor', 'unknown-value data.tasks[].status'],
    },
    {
      endpoint: 'POST /access-token',
      body: { data: { publicToken: 'p', token: 'deprecated, but known', expiresIn: 60 } },
      document: mint,
      served: { createAccessToken: { accessToken: { publicToken: 'p' } } },
      told: ['unknown-key data.expiresIn'],
    },
  ] as const)('is told by its path, and the rest is served: $endpoint, $told', async (drifting) => {
    const { endpoint, body, document, served, told } = drifting;
    const gateway = await startTestGateway();
    try {
      gateway.simulator.addFault({ route: endpoint, kind: 'status', status: 200, body });

      const { data, errors } = await gateway.query(document);

      expect(errors).toEqual([]);
      expect(data).toEqual(served);
      expect(
        warnings(gateway)
          .map(({ endpoint, kind, path }) => `${endpoint} ${kind} ${path}`)
          .sort(),
      ).toEqual(told.map((each) => `${endpoint} ${each}`));
    } finally {
      await gateway.stop();
    }
  });
});

describe('/metrics', () => {
  it('is for Prometheus, and tells of the process too', async () => {
    const response = await fetch(`${gateway.url}/metrics`);

    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toMatch(/^process_cpu_seconds_total \d/m);
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('the paths of answers that differ', () => {
  const gateway = useGateway();

  it('are no more than could be looked at', async () => {
    for (let from = 0; from < 300; from += 100) {
      answerWith(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`key${from + index}`, 1])), gateway);
      await gateway.query(accounts);
      gateway.simulator.clearFaults();
    }

    expect(warnings(gateway).length).toBeLessThanOrEqual(200);
    expect(await readMetrics(gateway)).toContain('path="*",kind="unknown-key"} ');
  });
});
