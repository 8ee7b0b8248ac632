import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const createdAt = '2024-01-01T00:00:00.000Z';
const upperSnake = (raw: string) => raw.toUpperCase().replaceAll('-', '_');

const enums = [
  {
    field: 'TaskStatus',
    known: ['queued', 'processing', 'completed', 'failed'],
    route: 'GET /task/:taskId/status',
    body: (raw: string) => ({ createdAt, status: raw }),
    document: '{ task(id: "t") { value: status code: statusCode } }',
  },
  {
    field: 'TaskProduct',
    known: [
      'present',
      'switch',
      'deposit',
      'verify',
      'enroll',
      'tax',
      'action',
      'aggregate',
      'manage',
      'identify',
      'withhold',
    ],
    route: 'GET /task/:taskId/details',
    body: (raw: string) => ({ data: { task: { _id: 't', createdAt, status: 'queued', product: raw } } }),
    document: '{ task(id: "t") { value: product code: productCode } }',
  },
  {
    field: 'FailReason',
    known: [
      ...['subscription-inactive', 'subscription-managed-by-partner-provider', 'payment-method-locked'],
      ...['payment-method-not-supported', 'payment-method-insufficient-funds', 'payment-method-limit-reached'],
      ...['payment-method-declined', 'payment-token-expired', 'payment-switch-unsuccessful', 'device-disconnected'],
      ...['user-abandon', 'unknown-failure', 'account-lockout', 'account-setup-incomplete', 'account-unusable'],
      ...['automation-blocked', 'bad-credentials', 'connection-error', 'distribution-not-supported'],
      ...['enrolled-in-paycard', 'expired', 'no-data-found', 'product-not-supported'],
      ...['routing-number-not-supported', 'session-timeout', 'system-unavailable', 'transaction-pending'],
      ...['work-status-terminated'],
    ],
    route: 'GET /task/:taskId/status',
    body: (raw: string) => ({ createdAt, status: 'failed', failReason: raw }),
    document: '{ task(id: "t") { value: failReason code: failReasonCode } }',
  },
  {
    field: 'AccountType',
    known: ['subscription', 'loan', 'policy', 'telecom'],
    route: 'GET /:identifier/pay-link/accounts',
    body: (raw: string) => ({ accounts: [{ _id: 'a', account: { type: raw } }] }),
    document: '{ user(identifier: "ada") { account(id: "a") { value: type code: typeCode } } }',
  },
  {
    field: 'SuggestionCategory',
    known: [
      ...['change-plan', 'cancel-plan', 'downgrade-plan', 'remove-service', 'common-cancellation'],
      ...['redundant-services', 'costly-feature', 'alternative-service', 'underutilization', 'high-interest-rate'],
    ],
    route: 'GET /:identifier/pay-link/accounts',
    body: (raw: string) => ({ accounts: [{ _id: 'a', account: { suggestions: [{ category: raw }] } }] }),
    document: '{ user(identifier: "ada") { suggestions { value: category code: categoryCode } } }',
  },
  {
    field: 'ActionType',
    known: [
      ...['change-plan', 'cancel-plan', 'pause-plan', 'refresh', 'connect-account', 'disconnect-account'],
      ...['switch', 'view-account'],
    ],
    route: 'GET /:identifier/pay-link/accounts',
    body: (raw: string) => ({ accounts: [{ _id: 'a', actions: [{ type: raw }] }] }),
    document: '{ user(identifier: "ada") { account(id: "a") { actions { value: type code: typeCode } } } }',
  },
] as const;

type Served = { readonly value: string; readonly code: string };

/** The one pair of value and raw text in an answer, wherever it is. */
function findServed(data: unknown): Served | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if ('value' in data) return data as Served;
  return Object.values(data).map(findServed).find(Boolean);
}

describe.each(enums)('$field', ({ field, known, route, body, document }) => {
  it.each(known)('has a name for %s', async (raw) => {
    gateway.simulator.addFault({ route, kind: 'status', status: 200, body: body(raw) });

    const { data, errors } = await gateway.query(document);

    expect(errors).toEqual([]);
    expect(findServed(data)).toEqual({ value: upperSnake(raw), code: raw });
  });

  it.each(['never-heard-of', 'UNKNOWN', 'Queued', 'constructor', '__proto__', 'räumung'])(
    'is UNKNOWN for %s, with the raw text beside it',
    async (raw) => {
      gateway.simulator.addFault({ route, kind: 'status', status: 200, body: body(raw) });

      const { data, errors } = await gateway.query(document);

      expect(errors).toEqual([]);
      expect(findServed(data)).toEqual({ value: 'UNKNOWN', code: raw });
    },
  );

  it('has no value besides those and UNKNOWN', async () => {
    const { data } = await gateway.query(`{ __type(name: "${field}") { enumValues { name } } }`);

    const names = data.__type.enumValues.map(({ name }: { name: string }) => name);
    expect(names.sort()).toEqual([...known.map(upperSnake), 'UNKNOWN'].sort());
  });
});

describe('values that appear everywhere at once', () => {
  it('leave the rest of the rows as it was', async () => {
    gateway.simulator.addFault({ route: 'GET /user/:identifier/tasks', kind: 'unknown-enum', field: 'status' });

    const { data, errors } = await gateway.query(`{
      user(identifier: "ada") {
        all: tasks { totalCount nodes { status statusCode productCode } }
        unknown: tasks(filter: { statuses: [UNKNOWN] }) { totalCount }
        completed: tasks(filter: { statuses: [COMPLETED] }) { totalCount }
      }
    }`);

    expect(errors).toEqual([]);
    expect(data.user).toMatchObject({
      all: { totalCount: 6 },
      unknown: { totalCount: 6 },
      completed: { totalCount: 0 },
    });
    expect(data.user.all.nodes[0]).toEqual({ status: 'UNKNOWN', statusCode: 'never-heard-of', productCode: 'switch' });
  });

  it('leave the rest of the accounts as it was', async () => {
    gateway.simulator.addFault({ route: 'GET /:identifier/pay-link/accounts', kind: 'unknown-enum', field: 'type' });

    const { data, errors } = await gateway.query(`{
      user(identifier: "ada") {
        all: accounts { linkStatus type typeCode company { name } actions { type typeCode } }
        unknown: accounts(filter: { types: [UNKNOWN] }) { id }
      }
    }`);

    const code = 'never-heard-of';
    expect(errors).toEqual([]);
    expect(data.user.unknown).toHaveLength(4);
    expect(data.user.all[3]).toEqual({
      linkStatus: code,
      type: 'UNKNOWN',
      typeCode: code,
      company: { name: 'Northline Wireless' },
      actions: Array(2).fill({ type: 'UNKNOWN', typeCode: code }),
    });
  });
});
