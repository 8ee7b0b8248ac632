import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { broken, type Drift, type DriftFound, knownValues, otherType, readAs } from './drift.ts';
import { isTime } from './time.ts';

/** A declared wire shape, compiled once. Keys beyond it are allowed: the upstream adds them without notice. */
export interface Shape<T> {
  readonly matches: (value: unknown) => value is T;
  /** Null where something that is required is missing, or of another type. */
  readonly read: (value: unknown) => Reading<T> | null;
}

export interface Reading<T> {
  /** The value in the declared shape: what stands at an optional key and is of another type is left out. */
  readonly value: T;
  readonly drift: readonly Drift[];
}

const none: readonly Drift[] = [];

export function createShape<Schema extends TSchema>(schema: Schema): Shape<Static<Schema>> {
  const validator = Compile(schema);
  // What is as it is declared, to the last key, needs no closer look.
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

/** The same without room for what is not declared. */
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

/** A key that may be missing or null. */
export function maybe<Schema extends TSchema>(schema: Schema) {
  return Type.Optional(Type.Union([schema, Type.Null()]));
}

/** A time that must be there. */
export const timestamp = Type.Refine(Type.String(), isTime);

/** A time that may be there. */
export const maybeTime = maybe(timestamp);
