import { readdirSync, readFileSync } from 'node:fs';

export interface Screen {
  /** Such as `2-home`. */
  readonly name: string;
  readonly title: string;
  /** What to post for one of the users. */
  readonly bodyFor: (user: number) => string;
}

/** The paths of REST calls: each stage needs the answers of the one before. */
export type Stages = readonly (readonly string[])[];

const folder = new URL('screens/', import.meta.url);

/** Each `.graphql` file, its first line being the title, with its variables beside it, which are those of user 0. */
export function loadScreens(): Screen[] {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => file.replace('.graphql', ''))
    .sort();
  return names.map((name) => {
    const query = readFileSync(new URL(`${name}.graphql`, folder), 'utf8');
    const variables: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
    const body = JSON.stringify({ query, variables });
    return { name, title: query.split('\n', 1)[0]?.replace('# ', '') ?? name, bodyFor: (user) => asUser(body, user) };
  });
}

/** The same for another user: ids of user 0 begin with `bench-0`. */
export function asUser(text: string, user: number): string {
  return text.replaceAll('bench-0', `bench-${user}`);
}
