import type { ROUTES } from '../../src/simulator/route-names.ts';
import type { Host } from '../../src/simulator/state/call-log.ts';
import type { CallKind, Served } from './failure-table.ts';

/** One call that the gateway makes, and an operation that takes it. */
export interface Endpoint {
  readonly endpoint: string;
  readonly kind: CallKind;
  readonly route: (typeof ROUTES)[number];
  readonly host: Host;
  readonly request: string;
  /** Asks for it as `answer`; in a query, all but the route is told apart by `ada` in its path. */
  readonly field: string;
  /** The value of `$data` in the operation. */
  readonly data?: object;
  readonly parent?: 'user';
  /** Fields of the response, by their declaration. */
  readonly fields: { readonly required: string; readonly optional: string; readonly enumerated: string };
  readonly answers: Readonly<Record<Served, unknown>>;
}

const taskId = 'ada00000000000000007a503';
const accountId = 'ada0000000000000000acc01';
const failReason = 'payment-method-not-supported';

/** The response to a call, and its changes for each kind of broken field. */
const answer = (served: object, lacking: object = {}, unknown: object = {}) => ({
  served,
  'served-lacking': { ...served, ...lacking },
  'served-unknown': { ...served, ...unknown },
});

const writes = {
  // All that is in the answer of a PUT, and nothing that an access token needs.
  put: { required: 'data', optional: 'data', enumerated: 'data' },
  post: { required: 'publicToken', optional: 'token', enumerated: 'token' },
};

const updated = answer({ user: { identifier: 'ada' }, userErrors: [] });
const payload = 'user { identifier } userErrors { code }';

export const endpoints: readonly Endpoint[] = [
  {
    endpoint: 'GET /task/:taskId/details',
    kind: 'task',
    route: 'GET /task/:taskId/details',
    host: 'api',
    request: `GET /task/${taskId}/details`,
    field: `answer: task(id: "${taskId}") { id product company { name } }`,
    fields: { required: 'createdAt', optional: 'company', enumerated: 'product' },
    answers: answer(
      { id: taskId, product: 'SWITCH', company: { name: 'Northline Wireless' } },
      { company: null },
      { product: 'UNKNOWN' },
    ),
  },
  {
    endpoint: 'GET /task/:taskId/status',
    kind: 'task',
    route: 'GET /task/:taskId/status',
    host: 'api',
    request: `GET /task/${taskId}/status`,
    field: `answer: task(id: "${taskId}") { status failReasonCode }`,
    fields: { required: 'createdAt', optional: 'failReason', enumerated: 'status' },
    answers: answer({ status: 'FAILED', failReasonCode: failReason }, { failReasonCode: null }, { status: 'UNKNOWN' }),
  },
  {
    endpoint: 'GET /user/:identifier/tasks',
    kind: 'list',
    route: 'GET /user/:identifier/tasks',
    host: 'api',
    request: 'GET /user/ada/tasks',
    parent: 'user',
    field: 'answer: tasks(first: 1) { totalCount nodes { status authenticated } }',
    fields: { required: '_id', optional: 'authenticated', enumerated: 'status' },
    answers: answer(
      { totalCount: 6, nodes: [{ status: 'QUEUED', authenticated: false }] },
      { nodes: [{ status: 'QUEUED', authenticated: null }] },
      { nodes: [{ status: 'UNKNOWN', authenticated: false }] },
    ),
  },
  {
    endpoint: 'GET /:identifier/pay-link/accounts',
    kind: 'list',
    route: 'GET /:identifier/pay-link/accounts',
    host: 'api',
    request: 'GET /ada/pay-link/accounts',
    parent: 'user',
    field: `answer: account(id: "${accountId}") { type company { name } }`,
    fields: { required: 'accounts', optional: 'company', enumerated: 'type' },
    answers: answer({ type: 'SUBSCRIPTION', company: { name: 'Marquee+' } }, { company: null }, { type: 'UNKNOWN' }),
  },
  {
    endpoint: 'PUT /user',
    kind: 'put',
    route: 'PUT /user',
    host: 'api',
    request: 'PUT /user',
    field: `answer: updateUser(input: { identifier: "ada", data: $data }) { ${payload} }`,
    data: { identity: { city: 'London' } },
    fields: writes.put,
    answers: updated,
  },
  {
    endpoint: 'PUT /user with a card',
    kind: 'put',
    route: 'PUT /user',
    host: 'pci',
    request: 'PUT /user',
    field: `answer: updateUser(input: { identifier: "ada", data: $data }) { ${payload} }`,
    data: { cards: [{ number: '4111111111111111', title: 'Blue Visa' }] },
    fields: writes.put,
    answers: updated,
  },
  {
    endpoint: 'PUT /user/:identifier/end-monitoring',
    kind: 'put',
    route: 'PUT /user/:identifier/end-monitoring',
    host: 'api',
    request: 'PUT /user/ada/end-monitoring',
    field: `answer: endMonitoring(input: { identifier: "ada" }) { ${payload} }`,
    fields: writes.put,
    answers: updated,
  },
  {
    endpoint: 'POST /access-token',
    kind: 'post',
    route: 'POST /access-token',
    host: 'pci',
    request: 'POST /access-token',
    field: `answer: createAccessToken(input: { identifier: "ada" }) { ${payload} }`,
    fields: writes.post,
    answers: updated,
  },
];
