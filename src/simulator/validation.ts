import Type, { type Static, type TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { invalid } from './api-errors.ts';
import type { JsonObject } from './state/stored.ts';

export const jsonObject = Type.Unsafe<JsonObject>({ type: 'object' });
export const jsonObjectOrNull = Type.Unsafe<JsonObject | null>({ type: ['object', 'null'] });
export const filled = Type.String({ minLength: 1 });

type Problem = ReturnType<typeof Errors>[number];

/** Throws a 422 that names the first invalid field, but never its value. */
export function check<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  if (Check(schema, value)) return value;
  const [problem] = Errors(schema, value);
  throw invalid(problem ? describe(problem) : 'The body is not valid');
}

function describe(problem: Problem): string {
  const path = problem.instancePath.split('/').slice(1);
  if (problem.keyword === 'required') {
    return `${[...path, problem.params.requiredProperties[0]].join('.')} is required`;
  }
  const field = path.length > 0 ? path.join('.') : 'The body';
  if (problem.keyword === 'enum') return `${field} must be one of ${problem.params.allowedValues.join(', ')}`;
  if (problem.keyword === 'minLength') return `${field} must not be empty`;
  if (problem.keyword === 'pattern') return `${field} does not have the right format`;
  return `${field} ${problem.message}`;
}
