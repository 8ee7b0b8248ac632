import type { Static, TSchema } from 'typebox';
import { Default, Errors } from 'typebox/value';
import { choicesOf, claimOf, readNote } from './variable-kinds.ts';
import { variables } from './variables.ts';

export type RawEnvironment = Readonly<Record<string, string | undefined>>;
export type Environment = Static<typeof variables>;

/** Reads our variables and fills in presets. The values are not checked yet. */
export function readEnvironment(env: RawEnvironment): Environment {
  const given = Object.entries(variables.properties).flatMap(([name, variable]) => {
    const raw = env[name];
    // Only digits make a number: the conversion of a library would also accept `true` or `8.5`.
    const isNumber = readNote(variable, 'type') === 'integer' && raw !== undefined && /^\d+$/.test(raw);
    return raw ? [[name, isNumber ? Number(raw) : raw]] : [];
  });
  return Default(variables, Object.fromEntries(given)) as Environment;
}

/** Lists all variables for `--help` and the docs. */
export function listVariables(): { name: string; preset: string; title: string }[] {
  return Object.entries(variables.properties).map(([name, variable]) => ({
    name,
    preset: readNote(variable, 'default') ?? '',
    title: [readNote(variable, 'title'), choicesOf(variable).join(' · ')].filter(Boolean).join(': '),
  }));
}

/** One sentence for each variable with an invalid value. No sentence repeats the value, which may be a secret. */
export function findInvalid(values: Environment): string[] {
  // Each variable by itself: typebox reports only the first few errors of a whole object.
  return Object.entries<TSchema>(variables.properties).flatMap(([name, variable]) => {
    const value: unknown = Reflect.get(values, name);
    const [error] = value === undefined ? [] : Errors(variable, value);
    return error ? [`${name} ${claimOf(variable) ?? error.message}`] : [];
  });
}
