import { readdirSync, readFileSync } from 'node:fs';

export interface Operation {
  /** Such as `2-home`. */
  readonly name: string;
  readonly title: string;
  /** The request body for one of the users. */
  readonly bodyFor: (user: number) => string;
}

/** The paths of REST calls: each stage needs the answers of the one before. */
export type Stages = readonly (readonly string[])[];

/** Enough that nothing can be shared between requests that are under way at once. */
export const userCount = 1024;

/** All of one length, so that the answers for all users are of one length too. */
export const idOf = (user: number): string => `bench-${String(user).padStart(4, '0')}`;
export const firstId = idOf(0);

/** Each `.graphql` file, its first line being the title, with its variables beside it, which are those of user 0. */
export function loadOperations(folderName: 'screens' | 'workloads'): Operation[] {
  const folder = new URL(`${folderName}/`, import.meta.url);
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

/** The same for another user. */
export function asUser(text: string, user: number): string {
  return text.replaceAll(firstId, idOf(user));
}
