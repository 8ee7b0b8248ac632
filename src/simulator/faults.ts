import Type, { type Static } from 'typebox';
import type { Host } from './call-log.ts';
import { check, filled } from './check.ts';
import { ROUTES } from './routes.ts';

const scope = {
  route: Type.Enum([...ROUTES, '*']),
  host: Type.Optional(Type.Enum(['api', 'pci'])),
  /** A part of the decoded path: an id, for a fault that hits only that one. */
  match: Type.Optional(Type.String()),
  /** How many calls it hits; without it, all until it is cleared. */
  times: Type.Optional(Type.Integer({ minimum: 1 })),
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

export interface FaultTarget {
  readonly route: string | null;
  readonly host: Host;
  readonly decodedPath: string;
}

export interface FaultList {
  add(fault: Fault): void;
  all(): readonly Fault[];
  clear(): void;
  /** The first fault that concerns the call and has times left, of which one is spent. */
  spend(target: FaultTarget): Fault | undefined;
}

export function createFaultList(): FaultList {
  let entries: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      entries.push({ fault: checkFault(fault), left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    all: () => entries.map(({ fault, left }) => (fault.times === undefined ? fault : { ...fault, times: left })),
    clear: () => {
      entries = [];
    },
    spend: (target) => {
      const entry = entries.find(({ fault, left }) => left > 0 && concerns(fault, target));
      if (entry) entry.left -= 1;
      return entry?.fault;
    },
  };
}

function concerns(fault: Fault, { route, host, decodedPath }: FaultTarget): boolean {
  if (fault.route !== '*' && fault.route !== route) return false;
  if (fault.host !== undefined && fault.host !== host) return false;
  return fault.match === undefined || decodedPath.includes(fault.match);
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
