import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { broken, type Drift, type DriftFound, knownValues, otherType, readAs } from './drift.ts';
import { isTime } from './time.ts';

/** A declared wire shape, compiled once. Further keys are allowed, because the upstream adds keys without notice. */
export interface Shape<T> {
  readonly matches: (value: unknown) => value is T;
  /** Returns null if a required part is missing or of another type. */
  readonly read: (value: unknown) => Reading<T> | null;
}

export interface Reading<T> {
  /** The value in the declared shape, without optional values of another type. */
  readonly value: T;
  readonly drift: readonly Drift[];
}

const none: readonly Drift[] = [];

export function createShape<Schema extends TSchema>(schema: Schema): Shape<Static<Schema>> {
  const validator = Compile(schema);
  // Most responses match their declaration exactly, and need no search for differences.
  const strictValidator = Compile(toStrict(schema));
  return {
    matches: (value): value is Static<Schema> => validator.Check(value),
    read(value) {
      if (strictValidator.Check(value)) return { value: value as Static<Schema>, drift: none };
      const found: DriftFound = new Map();
      const read = readAs(schema, value, { path: '', isOptional: false }, found);
      if (read === broken || read === otherType) return null;
      return { value: read as Static<Schema>, drift: [...found.values()] };
    },
  };
}

/** The same shape, without further keys or unknown enum values. */
function toStrict(schema: TSchema): TSchema {
  const strict = toStrictRequired(schema);
  return Type.IsOptional(schema) ? Type.Optional(strict) : strict;
}

function toStrictRequired(schema: TSchema): TSchema {
  if (Type.IsUnion(schema)) return Type.Union(schema.anyOf.map(toStrict));
  if (Type.IsArray(schema)) return Type.Array(toStrict(schema.items));
  if (Type.IsObject(schema)) {
    const properties = Object.entries<TSchema>(schema.properties).map(([key, property]) => [key, toStrict(property)]);
    return Type.Object(Object.fromEntries(properties), { additionalProperties: false });
  }
  const known = knownValues(schema);
  return known ? Type.Enum(known.map(String)) : schema;
}

/** A value that may be missing or null. */
export function maybe<Schema extends TSchema>(schema: Schema) {
  return Type.Optional(Type.Union([schema, Type.Null()]));
}

/** A required time. */
export const timestamp = Type.Refine(Type.String(), isTime);

/** A time that may be missing or null. */
export const maybeTime = maybe(timestamp);
