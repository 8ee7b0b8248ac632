import Type, { type Static } from 'typebox';
import { check, filled } from '../check.ts';
import { ROUTES } from '../routes.ts';

const scope = {
  route: Type.Enum([...ROUTES, '*']),
  host: Type.Optional(Type.Enum(['api', 'pci'])),
  /** A part of the decoded path: an id, for a fault that hits only that one. */
  match: Type.Optional(Type.String()),
  /** How many calls it hits; without it, all until it is cleared. */
  times: Type.Optional(Type.Integer({ minimum: 1 })),
  /** How much of the calls that it concerns it hits, as drawn; without it, all of them. */
  share: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
};
const ms = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 });
const bodyBytes = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });
const headerBytes = Type.Integer({ minimum: 1, maximum: 2 ** 20 });
const headerText = Type.String({ pattern: '^[!-~]+$' });

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
  redirect: Type.Object({ ...scope, kind: Type.Literal('redirect'), location: Type.Optional(headerText) }),
  status: Type.Object({
    ...scope,
    kind: Type.Literal('status'),
    status: Type.Integer({ minimum: 200, maximum: 599 }),
    body: Type.Optional(Type.Unknown()),
    retryAfter: Type.Optional(Type.Unsafe<number | string>({ type: ['number', 'string'] })),
  }),
  'unknown-enum': Type.Object({ ...scope, kind: Type.Literal('unknown-enum'), field: filled }),
  'missing-field': Type.Object({ ...scope, kind: Type.Literal('missing-field'), field: filled }),
  'wrong-type': Type.Object({ ...scope, kind: Type.Literal('wrong-type'), field: filled }),
  'extra-field': Type.Object({ ...scope, kind: Type.Literal('extra-field'), field: filled }),
};

export type FaultKind = keyof typeof faultSchemas;
export type Fault = Static<(typeof faultSchemas)[FaultKind]>;
/** A fault that lets the call take place. */
export type AnswerFault = Exclude<Fault, { kind: 'hang' | 'reset' | 'redirect' }>;

export const faultKinds = Object.keys(faultSchemas) as readonly FaultKind[];

const kindOnly = Type.Object({ kind: Type.Enum([...faultKinds]) });

export function checkFault(input: unknown): Fault {
  const { kind } = check(kindOnly, input);
  return check(faultSchemas[kind], input);
}

/** Whether the call is stopped before it has any effect. */
export function preventsExecution(fault: Fault): boolean {
  if (fault.kind === 'status') return fault.status >= 400;
  return fault.kind === 'hang' || fault.kind === 'reset' || fault.kind === 'redirect';
}

export const spoilsAnswer = (fault: Fault): fault is AnswerFault => !preventsExecution(fault);
