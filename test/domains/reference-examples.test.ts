import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';
import { readReferenceExample } from '../support/reference-example.ts';

const gateway = useGateway();

// biome-ignore lint/suspicious/noExplicitAny: the examples are untyped JSON, and a wrong path fails the test.
type Json = any;

const money = (amount: string) => ({ amount, currencyCode: 'USD' });

/** Formats a number of the examples in dollars, with two decimals. */
const dollars = (amount: number) => money(amount.toFixed(2));

const toBranding = ({ color, logo }: Json) => ({
  color: color ?? null,
  logo: { url: logo.url, backgroundColor: logo.backgroundColor ?? null },
});

const toCompany = ({ _id, name, branding }: Json) => ({ id: _id, name, branding: toBranding(branding) });

const company = 'id name branding { color logo { url backgroundColor } }';

it('serves the accounts of the reference completely', async () => {
  const { accounts } = readReferenceExample('accounts');
  const [wire] = accounts;
  const { billing, data: wireData } = wire.account;
  const [plan] = wireData.plans;

  const { data, errors } = await gateway.query(`
    fragment Amount on Money { amount currencyCode }
    {
      user(identifier: "reference-accounts") {
        potentialMonthlySavings { ...Amount }
        accounts {
          id linkStatus type typeCode sourceId company { ${company} } potentialMonthlySavings { ...Amount }
          suggestions {
            monthlySavings { ...Amount }
            category categoryCode actionUrl shortDescription detailedDescription buttonTitle
          }
          identities { firstName lastName email phone address address2 city state postalCode }
          billing {
            accountNumber accountNumberLastFour amount { ...Amount } dueDate autopay { status cycle }
            items { description amount { ...Amount } } history { date amount { ...Amount } }
            paymentMethods { type title lastFour brand expiry accountType isPrimary }
          }
          plans {
            sourceId status title description freeTrial
            pendingChange { type changes { status title amount { ...Amount } } startDate endDate }
          }
          usage { title description }
          actions { actionId type typeCode automated }
          data
        }
      }
    }`);

  expect(errors).toEqual([]);
  expect(accounts).toHaveLength(1);
  expect(data.user.potentialMonthlySavings).toEqual(money('15.00'));
  expect(data.user.accounts).toEqual([
    {
      id: wire._id,
      linkStatus: wire.type,
      type: 'SUBSCRIPTION',
      typeCode: wire.account.type,
      sourceId: wire.account.sourceId,
      company: toCompany(wire.company),
      potentialMonthlySavings: money('15.00'),
      suggestions: [
        { ...wire.account.suggestions[0], monthlySavings: money('10.00'), category: 'REMOVE_SERVICE' },
        { ...wire.account.suggestions[1], monthlySavings: money('5.00'), category: 'UNDERUTILIZATION' },
      ].map((suggestion, index) => ({ ...suggestion, categoryCode: wire.account.suggestions[index].category })),
      identities: wire.account.identities.map(({ firstName, email, phone }: Json) => ({
        ...{ firstName, lastName: null, email, phone },
        ...{ address: null, address2: null, city: null, state: null, postalCode: null },
      })),
      billing: {
        accountNumber: billing.accountNumber,
        accountNumberLastFour: '1919',
        amount: money('20.46'),
        dueDate: billing.dueDate,
        autopay: billing.autopay,
        items: billing.items.map(({ description, amount }: Json) => ({ description, amount: dollars(amount) })),
        history: billing.history.map(({ date, amount }: Json) => ({ date, amount: dollars(amount) })),
        paymentMethods: billing.paymentMethods.map((method: Json) => ({
          ...{ title: null, expiry: null, accountType: null },
          ...method,
        })),
      },
      plans: [
        {
          ...plan,
          pendingChange: {
            ...plan.pendingChange,
            changes: { ...plan.pendingChange.changes, amount: money('22.99') },
          },
        },
      ],
      usage: wireData.usage,
      actions: [
        { actionId: 'BASE64_ENCODED_ID', type: 'CHANGE_PLAN', typeCode: 'change-plan', automated: null },
        { actionId: 'BASE64_ENCODED_ID', type: 'CANCEL_PLAN', typeCode: 'cancel-plan', automated: null },
        { actionId: 'BASE64_ENCODED_ID', type: 'PAUSE_PLAN', typeCode: 'pause-plan', automated: null },
      ],
      data: wireData,
    },
  ]);
});

it('serves the details of the task of the reference completely', async () => {
  const { task: wire } = readReferenceExample('task-details').data;

  const { data, errors } = await gateway.query(`{
    task(id: "${wire._id}") {
      id authenticated company { ${company} } connector { ${company} } createdAt updatedAt failReason failReasonCode
      linkedAccountId linkedAccount { id user { identifier } } metadata product productCode status statusCode
      workflow { id } user { id identifier } userAtomicId
    }
  }`);

  expect(errors).toEqual([]);
  expect(data.task).toEqual({
    id: wire._id,
    authenticated: wire.authenticated,
    company: toCompany(wire.company),
    connector: toCompany(wire.connector),
    createdAt: wire.createdAt,
    updatedAt: wire.updatedAt,
    failReason: 'UNKNOWN_FAILURE',
    failReasonCode: wire.failReason,
    linkedAccountId: wire.linkedAccount,
    // No account of the reference's user has this id.
    linkedAccount: null,
    metadata: wire.metadata,
    product: 'SWITCH',
    productCode: wire.product,
    status: 'COMPLETED',
    statusCode: wire.status,
    workflow: { id: wire.taskWorkflow._id },
    user: { id: wire.user.identifier, identifier: wire.user.identifier },
    userAtomicId: wire.user._id,
  });
});

it('serves the status of the task of the reference completely', async () => {
  const wire = readReferenceExample('task-status');
  const id = '63b459d0c2f1a90013d7e5b8';

  const { data, errors } = await gateway.query(
    `{ task(id: "${id}") { id createdAt status statusCode failReason failReasonCode } }`,
  );

  expect(errors).toEqual([]);
  expect(data.task).toEqual({
    id,
    createdAt: wire.createdAt,
    status: 'FAILED',
    statusCode: wire.status,
    failReason: 'PAYMENT_METHOD_NOT_SUPPORTED',
    failReasonCode: wire.failReason,
  });
});

describe('the tasks of the reference', () => {
  it('are served completely, although two of them share an id', async () => {
    const [verify, deposit] = readReferenceExample('user-tasks').data.tasks;

    const { data, errors } = await gateway.query(`{
      user(identifier: "reference-tasks") {
        tasks {
          totalCount
          nodes {
            id authenticated createdAt failReason failReasonCode payrollDataAvailable product productCode
            status statusCode user { identifier }
          }
        }
      }
    }`);

    const toNode = ({ _id, authenticated, createdAt, failReason, payrollDataAvailable, product, status }: Json) => ({
      ...{ id: _id, authenticated, createdAt, failReasonCode: failReason ?? null, payrollDataAvailable },
      ...{ productCode: product, statusCode: status, user: { identifier: 'reference-tasks' } },
    });
    expect(errors).toEqual([]);
    expect(data.user.tasks).toEqual({
      totalCount: 2,
      nodes: [
        { ...toNode(verify), failReason: null, product: 'VERIFY', status: 'COMPLETED' },
        { ...toNode(deposit), failReason: 'BAD_CREDENTIALS', product: 'DEPOSIT', status: 'FAILED' },
      ],
    });
    expect(gateway.simulator.requests()).toEqual(['GET /user/reference-tasks/tasks']);
  });
});
