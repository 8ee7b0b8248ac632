import type { FaultKind } from '../../src/simulator/faults/faults.ts';
import type { ErrorCode } from './error-codes.ts';

/** The four kinds of REST calls: reading one task, reading a list of a user, `PUT` and `POST`. */
export const callKinds = ['task', 'list', 'put', 'post'] as const;
export type CallKind = (typeof callKinds)[number];

/** `served-lacking`: with null in place of the broken field. `served-unknown`: with `UNKNOWN` in its place. */
export type Served = 'served' | 'served-lacking' | 'served-unknown';
export type Refusal = 'userErrors REFUSED' | 'userErrors NOT_FOUND';

export interface Outcome {
  readonly result: Served | 'null' | Refusal | ErrorCode;
  /** Number of calls that reach the upstream when each may be retried twice. */
  readonly calls: 1 | 2 | 3;
  /** In seconds, or until a time; absent if the upstream does not state it. */
  readonly retryAfter?: number | { readonly until: string };
}

/** A fault of the simulator, without its route. `field` names a role that each endpoint fills with a field of its own. */
export interface Strike {
  readonly kind: FaultKind;
  readonly field?: 'required' | 'optional' | 'enumerated' | 'undeclared';
  readonly [option: string]: unknown;
}

export interface Failure {
  readonly failure: string;
  readonly strike: Strike;
  /** Whether the failure shows only when a deadline passes. */
  readonly isSlow?: true;
  readonly outcomes: Readonly<Record<CallKind, Outcome>>;
}

type Result = Outcome['result'];

const once = (result: Result, more: Pick<Outcome, 'retryAfter'> = {}): Outcome => ({ result, calls: 1, ...more });
const twice = (result: Result): Outcome => ({ result, calls: 2 });
const thrice = (result: Result, more: Pick<Outcome, 'retryAfter'> = {}): Outcome => ({ result, calls: 3, ...more });

const byMethod = (read: Outcome, put: Outcome, post: Outcome) => ({ task: read, list: read, put, post });
const all = (outcome: Outcome) => byMethod(outcome, outcome, outcome);
const allButPost = (outcome: Outcome, post: Outcome) => byMethod(outcome, outcome, post);
/** The response cannot be read, but any 2xx is a success of a `PUT`. */
const allButPut = (outcome: Outcome) => byMethod(outcome, once('served'), outcome);

const refusedInput = byMethod(once('BAD_USER_INPUT'), once('userErrors REFUSED'), once('userErrors REFUSED'));
const invalid = once('UPSTREAM_INVALID_RESPONSE');
const unavailable = 'UPSTREAM_UNAVAILABLE';
const unknownOutcome = 'OUTCOME_UNKNOWN';
const lostByProxy = byMethod(thrice(unavailable), thrice(unknownOutcome), once(unknownOutcome));
const lostAnswer = byMethod(once('UPSTREAM_TIMEOUT'), once(unknownOutcome), once(unknownOutcome));
const brokenAnswer = byMethod(thrice(unavailable), once('served'), once(unknownOutcome));

const future = 'Sun, 01 Jan 2090 00:00:00 GMT';
const past = 'Wed, 21 Oct 2015 07:28:00 GMT';
const later = { until: future };

const status = (code: number, options: Readonly<Record<string, unknown>> = {}): Strike => ({
  kind: 'status',
  status: code,
  ...options,
});

/** The outcome of each kind of call for each failure that the simulator can cause. */
export const failures: readonly Failure[] = [
  { failure: '400', strike: status(400), outcomes: refusedInput },
  { failure: '422', strike: status(422), outcomes: refusedInput },
  { failure: '401', strike: status(401), outcomes: all(once('UNAUTHENTICATED')) },
  { failure: '403', strike: status(403), outcomes: all(once('FORBIDDEN')) },
  {
    failure: '404',
    strike: status(404),
    outcomes: {
      task: once('null'),
      list: once('NOT_FOUND'),
      put: once('userErrors NOT_FOUND'),
      post: once('UPSTREAM_INVALID_RESPONSE'),
    },
  },
  { failure: '408', strike: status(408), outcomes: lostByProxy },
  { failure: '409', strike: status(409), outcomes: all(invalid) },
  { failure: '418', strike: status(418), outcomes: all(invalid) },
  { failure: '425', strike: status(425), outcomes: allButPost(thrice(unavailable), once(unavailable)) },
  { failure: '429', strike: status(429), outcomes: allButPost(thrice('RATE_LIMITED'), once('RATE_LIMITED')) },
  {
    failure: '429 with `Retry-After: 0`',
    strike: status(429, { retryAfter: 0 }),
    outcomes: allButPost(thrice('RATE_LIMITED', { retryAfter: 0 }), once('RATE_LIMITED', { retryAfter: 0 })),
  },
  {
    failure: '429 with `Retry-After: 120`, which is after the deadline',
    strike: status(429, { retryAfter: 120 }),
    outcomes: all(once('RATE_LIMITED', { retryAfter: 120 })),
  },
  {
    failure: '429 with a future date in `Retry-After`, which is after the deadline',
    strike: status(429, { retryAfter: future }),
    outcomes: all(once('RATE_LIMITED', { retryAfter: later })),
  },
  {
    failure: '429 with a past date in `Retry-After`',
    strike: status(429, { retryAfter: past }),
    outcomes: allButPost(thrice('RATE_LIMITED', { retryAfter: 0 }), once('RATE_LIMITED', { retryAfter: 0 })),
  },
  {
    failure: '429 with an invalid `Retry-After`',
    strike: status(429, { retryAfter: 'soon' }),
    outcomes: allButPost(thrice('RATE_LIMITED'), once('RATE_LIMITED')),
  },
  {
    failure: '429 for the first call only',
    strike: status(429, { times: 1 }),
    outcomes: allButPost(twice('served'), once('RATE_LIMITED')),
  },
  { failure: '500', strike: status(500), outcomes: all(once(unavailable)) },
  { failure: '501', strike: status(501), outcomes: all(once(unavailable)) },
  { failure: '502', strike: status(502), outcomes: lostByProxy },
  { failure: '503', strike: status(503), outcomes: allButPost(thrice(unavailable), once(unavailable)) },
  {
    failure: '503 with `Retry-After: 120`, which is after the deadline',
    strike: status(503, { retryAfter: 120 }),
    outcomes: all(once(unavailable, { retryAfter: 120 })),
  },
  {
    failure: '503 for the first two calls only',
    strike: status(503, { times: 2 }),
    outcomes: allButPost(thrice('served'), once(unavailable)),
  },
  { failure: '504', strike: status(504), outcomes: lostByProxy },
  { failure: '520 from a CDN', strike: status(520), outcomes: lostByProxy },
  { failure: '524 from a CDN', strike: status(524), outcomes: lostByProxy },
  { failure: '530 from a CDN', strike: status(530), outcomes: lostByProxy },
  { failure: '202 instead of a 200', strike: status(202), outcomes: all(once('served')) },
  { failure: 'a redirect to the other host', strike: { kind: 'redirect' }, outcomes: all(invalid) },
  { failure: 'a redirect without a `Location`', strike: status(302), outcomes: all(invalid) },
  {
    failure: 'a late response, within the deadline',
    strike: { kind: 'latency', ms: 20 },
    outcomes: all(once('served')),
  },
  {
    failure: 'a response after the deadline',
    strike: { kind: 'latency', ms: 60_000 },
    isSlow: true,
    outcomes: lostAnswer,
  },
  { failure: 'no response on an open connection', strike: { kind: 'hang' }, isSlow: true, outcomes: lostAnswer },
  {
    failure: 'a connection reset before the response',
    strike: { kind: 'reset' },
    outcomes: byMethod(thrice(unavailable), thrice(unknownOutcome), once(unknownOutcome)),
  },
  {
    failure: 'a connection reset before the response, for the first call only',
    strike: { kind: 'reset', times: 1 },
    outcomes: allButPost(twice('served'), once(unknownOutcome)),
  },
  {
    failure: 'a connection reset between the headers and the body of a 200',
    strike: { kind: 'reset-after-headers' },
    outcomes: brokenAnswer,
  },
  {
    failure: 'a connection that breaks in the middle of the body of a 200',
    strike: { kind: 'truncated' },
    outcomes: brokenAnswer,
  },
  {
    failure: 'a slow body, complete within the deadline',
    strike: { kind: 'slow-body', ms: 20 },
    outcomes: all(once('served')),
  },
  {
    failure: 'a slow body of a 200, incomplete at the deadline',
    strike: { kind: 'slow-body', ms: 60_000 },
    isSlow: true,
    outcomes: byMethod(once('UPSTREAM_TIMEOUT'), once('served'), once(unknownOutcome)),
  },
  {
    failure: 'a 200 with a body of more than 16 MiB',
    strike: { kind: 'huge-body' },
    outcomes: byMethod(invalid, once('served'), once(unknownOutcome)),
  },
  {
    failure: 'a response with headers of more than 16 KiB',
    strike: { kind: 'huge-header' },
    outcomes: byMethod(invalid, once(unknownOutcome), once(unknownOutcome)),
  },
  { failure: 'a 200 without a body', strike: { kind: 'empty' }, outcomes: allButPut(invalid) },
  { failure: '204', strike: { kind: 'no-content' }, outcomes: allButPut(invalid) },
  { failure: 'a 200 with HTML', strike: { kind: 'non-json' }, outcomes: allButPut(invalid) },
  {
    failure: 'a compressed response that was not requested',
    strike: { kind: 'encoded', encoding: 'gzip' },
    outcomes: allButPut(invalid),
  },
  { failure: 'a 403 with a web page', strike: { kind: 'firewall' }, outcomes: all(invalid) },
  {
    failure: 'a 401 with a web page',
    strike: { kind: 'firewall', status: 401 },
    outcomes: all(invalid),
  },
  { failure: 'a 200 with `null`', strike: status(200, { body: null }), outcomes: allButPut(invalid) },
  {
    failure: 'a missing required field',
    strike: { kind: 'missing-field', field: 'required' },
    outcomes: allButPut(invalid),
  },
  {
    failure: 'a required field of the wrong type',
    strike: { kind: 'wrong-type', field: 'required' },
    outcomes: allButPut(invalid),
  },
  {
    failure: 'a missing optional field',
    strike: { kind: 'missing-field', field: 'optional' },
    outcomes: byMethod(once('served-lacking'), once('served'), once('served')),
  },
  {
    failure: 'an optional field of the wrong type',
    strike: { kind: 'wrong-type', field: 'optional' },
    outcomes: byMethod(once('served-lacking'), once('served'), once('served')),
  },
  {
    failure: 'an unknown enum value',
    strike: { kind: 'unknown-enum', field: 'enumerated' },
    outcomes: byMethod(once('served-unknown'), once('served'), once('served')),
  },
  {
    failure: '`null` in a required field',
    strike: { kind: 'other-value', field: 'required', value: null },
    outcomes: allButPut(invalid),
  },
  {
    failure: 'a number that is too large in a required field',
    strike: { kind: 'exact-number', field: 'required', number: '1e400' },
    outcomes: allButPut(invalid),
  },
  {
    failure: 'a list with one row that is `null`',
    strike: { kind: 'other-row', row: 1, value: null },
    outcomes: { ...all(once('served')), list: invalid },
  },
  {
    failure: 'an unknown field',
    strike: { kind: 'extra-field', field: 'undeclared' },
    outcomes: all(once('served')),
  },
];
