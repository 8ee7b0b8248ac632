import { readFileSync } from 'node:fs';
import type { RawEnvironment } from './environment.ts';

interface Loaded {
  readonly env: RawEnvironment;
  readonly problems: readonly string[];
}

/** Counts as set, so that no other variable is reported as missing its counterpart. */
const unreadable = 'unreadable';

export const fileVariableOf = (name: string) => `${name}_FILE`;

/** Replaces each `…_FILE` variable by the secret in its file. No problem repeats a path or a content. */
export function loadSecretFiles(env: RawEnvironment, secretNames: readonly string[]): Loaded {
  const problems: string[] = [];
  const secrets = secretNames.flatMap((name): [string, string][] => {
    const fileVariable = fileVariableOf(name);
    const path = env[fileVariable];
    if (!path) return [];
    if (env[name]) problems.push(`${name} and ${fileVariable} must not both be set`);
    try {
      const secret = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
      if (secret === '') problems.push(`${fileVariable} must be the path of a file that is not empty`);
      return [[name, secret || unreadable]];
    } catch (error) {
      problems.push(`${fileVariable} must be the path of a readable file (${(error as NodeJS.ErrnoException).code})`);
      return [[name, unreadable]];
    }
  });
  return { env: { ...env, ...Object.fromEntries(secrets) }, problems };
}
