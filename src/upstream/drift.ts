import Type, { type TSchema } from 'typebox';
import { Check } from 'typebox/value';

/** One difference between a response and its declaration. It contains no value. */
export interface Drift {
  /** `accounts[].account.suggestions[].category`, without indices. */
  readonly path: string;
  readonly kind: 'unknown-key' | 'unknown-value' | 'other-type';
}

/** The differences found so far, each once. */
export type DriftFound = Map<string, Drift>;

/** Replaces a value of another type than declared. */
export const otherType = Symbol('of another type');

/** Replaces a value with a required part that is missing or of another type. */
export const broken = Symbol('broken');

/** The maximum for one response. */
const maxFound = 100;

interface Place {
  readonly path: string;
  /** Whether this is the value of an optional key, or an item of one. Such a value is left out if it has another type. */
  readonly isOptional: boolean;
}

/** Returns the parts of a value that have the declared shape. */
export function readAs(schema: TSchema, value: unknown, place: Place, found: DriftFound): unknown {
  if (Type.IsUnion(schema)) return readUnion(schema.anyOf, value, place, found);
  if (Type.IsObject(schema)) return isRecord(value) ? readObject(schema, value, place, found) : otherType;
  if (Type.IsArray(schema)) return Array.isArray(value) ? readArray(schema.items, value, place, found) : otherType;
  if (!Check(schema, value)) return otherType;
  if (knownValues(schema)?.includes(value) === false) note(found, place.path, 'unknown-value');
  return value;
}

/** The values of an open enum that are known; undefined for anything else. */
export function knownValues(schema: TSchema): readonly unknown[] | undefined {
  const known: unknown = Reflect.get(schema, 'known');
  return Array.isArray(known) ? known : undefined;
}

/** Reads the value as the member of the union with the fewest differences. */
function readUnion(members: readonly TSchema[], value: unknown, place: Place, found: DriftFound): unknown {
  const readings = members.map((member) => {
    const differences: DriftFound = new Map();
    return { result: readAs(member, value, place, differences), differences };
  });
  const [best] = readings
    .filter(({ result }) => result !== otherType && result !== broken)
    .sort((a, b) => a.differences.size - b.differences.size);
  for (const { path, kind } of best?.differences.values() ?? []) note(found, path, kind);
  if (best) return best.result;
  return readings.some(({ result }) => result === broken) ? broken : otherType;
}

function readObject(schema: Type.TObject, value: object, { path }: Place, found: DriftFound): unknown {
  const given = new Map(Object.entries(value));
  const read: [string, unknown][] = [];
  for (const [key, property] of Object.entries<TSchema>(schema.properties)) {
    const place = { path: join(path, key), isOptional: Type.IsOptional(property) };
    const result = given.has(key) ? readAs(property, given.get(key), place, found) : otherType;
    if (result === broken || (result === otherType && !place.isOptional)) return broken;
    if (result !== otherType) read.push([key, result]);
    else if (given.has(key)) note(found, place.path, 'other-type');
    given.delete(key);
  }
  for (const key of given.keys()) note(found, join(path, key), 'unknown-key');
  return Object.fromEntries(read);
}

function readArray(items: TSchema, value: readonly unknown[], { path, isOptional }: Place, found: DriftFound): unknown {
  const place = { path: `${path}[]`, isOptional };
  const read = value.map((item) => readAs(items, item, place, found));
  const fitting = read.filter((item) => item !== otherType);
  if (read.includes(broken) || (fitting.length < read.length && !isOptional)) return broken;
  if (fitting.length < read.length) note(found, place.path, 'other-type');
  return fitting;
}

function note(found: DriftFound, path: string, kind: Drift['kind']): void {
  if (found.size < maxFound) found.set(`${kind} ${path}`, { path, kind });
}

/** Keys come from the upstream. A key that is not a name, or may contain an id because of its digits, is not reported. */
function join(path: string, key: string): string {
  const isName = /^[A-Za-z_$][\w$-]{0,63}$/.test(key) && !/(\d\D*){5}/.test(key);
  const name = isName ? key : '*';
  return path === '' ? name : `${path}.${name}`;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
