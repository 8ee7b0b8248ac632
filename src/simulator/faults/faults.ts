import Type, { type Static } from 'typebox';
import { ROUTES } from '../route-names.ts';
import { check, filled } from '../validation.ts';

const scope = {
  route: Type.Enum([...ROUTES, '*']),
  host: Type.Optional(Type.Enum(['api', 'pci'])),
  /** Part of the decoded path, such as an id, to limit the fault to matching calls. */
  match: Type.Optional(Type.String()),
  /** Number of calls that the fault applies to; unlimited by default. */
  times: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Share of the matching calls that the fault applies to; all by default. */
  share: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
};
const ms = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 });
const bodyBytes = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });
const headerBytes = Type.Integer({ minimum: 1, maximum: 2 ** 20 });
const headerText = Type.String({ pattern: '^[!-~]+$' });
const headerName = Type.String({ pattern: '^[A-Za-z0-9-]+$' });
const headerValue = Type.String({ pattern: '^[\\t -~]*$' });
const json = Type.Unknown();
/** Index in the list of the response, from 0. */
const row = Type.Integer({ minimum: 0 });
/** A change to every value of a field, in the whole response or in one row of its list. */
const fieldScope = { ...scope, field: filled, row: Type.Optional(row) };

const faultSchemas = {
  latency: Type.Object({ ...scope, kind: Type.Literal('latency'), ms }),
  hang: Type.Object({ ...scope, kind: Type.Literal('hang') }),
  reset: Type.Object({ ...scope, kind: Type.Literal('reset') }),
  'reset-after-headers': Type.Object({ ...scope, kind: Type.Literal('reset-after-headers') }),
  truncated: Type.Object({ ...scope, kind: Type.Literal('truncated') }),
  'slow-body': Type.Object({ ...scope, kind: Type.Literal('slow-body'), ms }),
  'huge-body': Type.Object({ ...scope, kind: Type.Literal('huge-body'), bytes: Type.Optional(bodyBytes) }),
  'huge-header': Type.Object({ ...scope, kind: Type.Literal('huge-header'), bytes: Type.Optional(headerBytes) }),
  empty: Type.Object({ ...scope, kind: Type.Literal('empty') }),
  'no-content': Type.Object({ ...scope, kind: Type.Literal('no-content') }),
  'non-json': Type.Object({ ...scope, kind: Type.Literal('non-json') }),
  encoded: Type.Object({
    ...scope,
    kind: Type.Literal('encoded'),
    encoding: Type.Enum(['gzip', 'br', 'deflate']),
    /** Size of a filler before the other keys, which compresses to a few bytes. */
    bytes: Type.Optional(bodyBytes),
  }),
  redirect: Type.Object({ ...scope, kind: Type.Literal('redirect'), location: Type.Optional(headerText) }),
  firewall: Type.Object({ ...scope, kind: Type.Literal('firewall'), status: Type.Optional(Type.Enum([401, 403])) }),
  status: Type.Object({
    ...scope,
    kind: Type.Literal('status'),
    status: Type.Integer({ minimum: 200, maximum: 599 }),
    body: Type.Optional(json),
    headers: Type.Optional(Type.Record(headerName, Type.Union([headerValue, Type.Array(headerValue)]))),
    retryAfter: Type.Optional(Type.Unsafe<number | string>({ type: ['number', 'string'] })),
  }),
  'unknown-enum': Type.Object({ ...fieldScope, kind: Type.Literal('unknown-enum') }),
  'missing-field': Type.Object({ ...fieldScope, kind: Type.Literal('missing-field') }),
  'wrong-type': Type.Object({ ...fieldScope, kind: Type.Literal('wrong-type') }),
  'extra-field': Type.Object({ ...fieldScope, kind: Type.Literal('extra-field') }),
  'other-value': Type.Object({ ...fieldScope, kind: Type.Literal('other-value'), value: json }),
  'exact-number': Type.Object({
    ...fieldScope,
    kind: Type.Literal('exact-number'),
    number: Type.String({ pattern: '^-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?$' }),
  }),
  'other-row': Type.Object({ ...scope, kind: Type.Literal('other-row'), row, value: json }),
};

export type FaultKind = keyof typeof faultSchemas;
export type Fault = Static<(typeof faultSchemas)[FaultKind]>;

const preventing = ['hang', 'reset', 'redirect', 'firewall'] as const;
type PreventingKind = (typeof preventing)[number];
/** A fault that changes the response of a call that takes effect. */
export type ResponseFault = Exclude<Fault, { kind: PreventingKind }>;

export const faultKinds = Object.keys(faultSchemas) as readonly FaultKind[];

const kindOnly = Type.Object({ kind: Type.Enum([...faultKinds]) });

export function checkFault(input: unknown): Fault {
  const { kind } = check(kindOnly, input);
  return check(faultSchemas[kind], input);
}

/** Whether the fault prevents the call from taking effect. */
export function preventsExecution(fault: Fault): boolean {
  return fault.kind === 'status' ? fault.status >= 400 : preventing.some((kind) => kind === fault.kind);
}

export const changesResponse = (fault: Fault): fault is ResponseFault => !preventsExecution(fault);
