import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface ExampleOperation {
  /** The file name without its extension. */
  readonly name: string;
  /** The comment in the first line. */
  readonly title: string;
  readonly query: string;
  /** A JSON object; empty when the operation takes no variables. */
  readonly variables: string;
}

/** The same relative path from `dist/server/` and from `src/server/`. */
const folder = new URL('../../examples/', import.meta.url);

/** The operations in `examples/`: first the overview, then queries, then mutations, sorted by name. */
export function loadExampleOperations(): ExampleOperation[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => toExampleOperation(file.slice(0, -'.graphql'.length)))
    .sort((a, b) => toRank(a) - toRank(b) || a.name.localeCompare(b.name));
}

function toExampleOperation(name: string): ExampleOperation {
  const query = readFileSync(new URL(`${name}.graphql`, folder), 'utf8').trim();
  const variables = new URL(`${name}.json`, folder);
  return {
    name,
    title: /^# *(.+)/.exec(query)?.[1] ?? name,
    query,
    variables: existsSync(variables) ? readFileSync(variables, 'utf8').trim() : '',
  };
}

function toRank({ name, query }: ExampleOperation): number {
  if (name === 'overview') return 0;
  return /^mutation\b/m.test(query) ? 2 : 1;
}
