import type { Static, TSchema } from 'typebox';
import { Default, Errors } from 'typebox/value';
import { fileVariableOf } from './secret-files.ts';
import { isServiceLink } from './unknown-variables.ts';
import { choicesOf, claimOf, readNote } from './variable-kinds.ts';
import { variables } from './variables.ts';

export type RawEnvironment = Readonly<Record<string, string | undefined>>;
export type Environment = Static<typeof variables>;

const declared: readonly (readonly [string, TSchema])[] = Object.entries<TSchema>(variables.properties);

/** The variables whose value may also be in a file. */
export const secretNames = declared.filter(([, variable]) => readNote(variable, 'isSecret')).map(([name]) => name);

export const knownNames = [...declared.map(([name]) => name), ...secretNames.map(fileVariableOf)];

/** Reads our variables and fills in defaults. The values are not checked yet. */
export function readEnvironment(env: RawEnvironment): Environment {
  const given = declared.flatMap(([name, variable]) => {
    const raw = env[readNote(variable, 'alias') ?? name] || env[name];
    if (raw === undefined || isServiceLink(name, raw)) return [];
    if (raw === '' && !readNote(variable, 'mayBeEmpty')) return [];
    // Only digits make a number: the conversion of a library would also accept `true` or `8.5`.
    const isNumber = readNote(variable, 'type') === 'integer' && /^\d+$/.test(raw);
    return [[name, isNumber ? Number(raw) : raw]];
  });
  return Default(variables, Object.fromEntries(given)) as Environment;
}

/** Lists all variables for `--help` and the docs. */
export function listVariables(): { name: string; preset: string; title: string }[] {
  return declared.flatMap(([name, variable]) => {
    const title = [readNote(variable, 'title'), choicesOf(variable).join(' · ')].filter(Boolean).join(': ');
    const entry = { name, preset: readNote(variable, 'default') ?? '', title };
    if (!secretNames.includes(name)) return [entry];
    return [entry, { name: fileVariableOf(name), preset: '', title: `Path of a file that contains ${name}` }];
  });
}

/** One sentence for each variable with an invalid value. No sentence repeats the value, which may be a secret. */
export function findInvalid(values: Environment): string[] {
  // Each variable by itself: typebox reports only the first few errors of a whole object.
  return declared.flatMap(([name, variable]) => {
    const value: unknown = Reflect.get(values, name);
    if (typeof value === 'string' && /^(["'`]).*\1$/s.test(value)) return [`${name} must not be in quotes`];
    const [error] = value === undefined ? [] : Errors(variable, value);
    return error ? [`${name} ${claimOf(variable) ?? error.message}`] : [];
  });
}
