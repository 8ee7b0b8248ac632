import Type, { type Static } from 'typebox';
import { check, filled } from './check.ts';
import { ROUTES } from './routes.ts';

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

const faultSchemas = {
  latency: Type.Object({ ...scope, kind: Type.Literal('latency'), ms }),
  hang: Type.Object({ ...scope, kind: Type.Literal('hang') }),
  reset: Type.Object({ ...scope, kind: Type.Literal('reset') }),
  truncated: Type.Object({ ...scope, kind: Type.Literal('truncated') }),
  'non-json': Type.Object({ ...scope, kind: Type.Literal('non-json') }),
  status: Type.Object({
    ...scope,
    kind: Type.Literal('status'),
    status: Type.Integer({ minimum: 200, maximum: 599 }),
    body: Type.Optional(Type.Unknown()),
    retryAfter: Type.Optional(Type.Unsafe<number | string>({ type: ['number', 'string'] })),
  }),
  'unknown-enum': Type.Object({ ...scope, kind: Type.Literal('unknown-enum'), field: filled }),
  'missing-field': Type.Object({ ...scope, kind: Type.Literal('missing-field'), field: filled }),
};

export type FaultKind = keyof typeof faultSchemas;
export type Fault = Static<(typeof faultSchemas)[FaultKind]>;

const kindOnly = Type.Object({ kind: Type.Enum(Object.keys(faultSchemas) as FaultKind[]) });

export function checkFault(input: unknown): Fault {
  const { kind } = check(kindOnly, input);
  return check(faultSchemas[kind], input);
}

/** Whether the call is stopped before it has any effect. */
export function preventsExecution(fault: Fault): boolean {
  return fault.kind === 'hang' || fault.kind === 'reset' || (fault.kind === 'status' && fault.status >= 400);
}

/** The answer with every value of the key replaced, at any depth. */
export function withUnknownEnum(answer: unknown, field: string): unknown {
  return mapEntries(answer, (key, value) => [[key, key === field ? 'never-heard-of' : value]]);
}

/** The answer without the key, at any depth. */
export function withoutField(answer: unknown, field: string): unknown {
  return mapEntries(answer, (key, value) => (key === field ? [] : [[key, value]]));
}

type Entry = readonly [key: string, value: unknown];

function mapEntries(value: unknown, change: (key: string, value: unknown) => readonly Entry[]): unknown {
  if (Array.isArray(value)) return value.map((item) => mapEntries(item, change));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).flatMap(([key, child]) => change(key, child));
  return Object.fromEntries(entries.map(([key, child]) => [key, mapEntries(child, change)]));
}
