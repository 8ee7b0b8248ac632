import type { Fault } from './faults.ts';

type Entry = readonly [key: string, value: unknown];
type Change = (entries: readonly Entry[]) => readonly Entry[];

export type JsonFault = Extract<
  Fault,
  {
    kind:
      | 'unknown-enum'
      | 'missing-field'
      | 'wrong-type'
      | 'extra-field'
      | 'other-value'
      | 'exact-number'
      | 'other-row';
  }
>;

// Node has `rawJSON` since version 21; the TypeScript library does not declare it yet.
declare global {
  interface JSON {
    rawJSON(text: string): unknown;
  }
}

/** Applies the fault to the body of a response, or to one row of its list. */
export function changeJson(body: unknown, fault: JsonFault): unknown {
  if (fault.kind === 'other-row') return withChangedRow(body, fault.row, () => fault.value);
  const change = toChange(fault);
  if (fault.row === undefined) return mapObjects(body, change);
  return withChangedRow(body, fault.row, (row) => mapObjects(row, change));
}

/** Returns the change to the keys of each object. */
function toChange(fault: Exclude<JsonFault, { kind: 'other-row' }>): Change {
  const { field } = fault;
  switch (fault.kind) {
    case 'missing-field':
      return (entries) => entries.filter(([key]) => key !== field);
    case 'extra-field':
      return (entries) => [...entries, [field, 'unexpected']];
    case 'unknown-enum':
      return replace(field, () => 'never-heard-of');
    case 'wrong-type':
      return replace(field, toAnotherType);
    case 'other-value':
      return replace(field, () => fault.value);
    case 'exact-number':
      return replace(field, () => JSON.rawJSON(fault.number));
  }
}

function replace(field: string, toOther: (value: unknown) => unknown): Change {
  return (entries) => entries.map(([key, value]) => [key, key === field ? toOther(value) : value]);
}

function toAnotherType(value: unknown): unknown {
  return value !== null && typeof value === 'object' ? 'unexpected' : { unexpected: true };
}

/** Changes the innermost objects first, so that a replacement is not changed itself. */
function mapObjects(value: unknown, change: Change): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(change(Object.entries(value).map(([key, child]) => [key, mapObjects(child, change)])));
}

/** Changes one row of the outermost array: `{accounts: […]}`, `{data: {tasks: […]}}`. */
function withChangedRow(value: unknown, row: number, change: (row: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item, index) => (index === row ? change(item) : item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withChangedRow(child, row, change)]));
}
