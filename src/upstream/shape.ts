import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** A declared wire shape, compiled once. Keys beyond it are allowed: the upstream adds them without notice. */
export interface Shape<T> {
  readonly matches: (value: unknown) => value is T;
}

export function createShape<Schema extends TSchema>(schema: Schema): Shape<Static<Schema>> {
  const validator = Compile(schema);
  return { matches: (value): value is Static<Schema> => validator.Check(value) };
}

/** A key that may be missing or null. */
export function maybe<Schema extends TSchema>(schema: Schema) {
  return Type.Optional(Type.Union([schema, Type.Null()]));
}

/** A time that must be there, as ISO 8601: what has the form may still be no time, such as a leap second. */
export const timestamp = Type.Refine(Type.String({ format: 'date-time' }), (text) => !Number.isNaN(Date.parse(text)));

/** A time that may be there. What is no time at all is served as none, rather than losing all that stands around it. */
export function toDate(raw: string | null | undefined): Date | null {
  const date = new Date(raw ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}
