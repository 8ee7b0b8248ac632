import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

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
