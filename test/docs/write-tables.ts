import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderErrorCodes, renderFailures } from './error-tables.ts';
import { listPages, projectFolder, readPage } from './markdown.ts';
import { renderCommands, renderLimits, renderVariables } from './program-tables.ts';

/** The generated tables, by the names in the markers around them. */
export const tables: Readonly<Record<string, () => string>> = {
  variables: renderVariables,
  limits: renderLimits,
  commands: renderCommands,
  'error-codes': renderErrorCodes,
  'upstream-failures': renderFailures,
};

const marked = /(<!-- table: ([\w-]+), written by `npm run docs` -->\n)[\s\S]*?(<!-- end of table -->)/g;

/** The page with each marked table as it follows from the code now. */
export function writeTables(markdown: string): string {
  return markdown.replaceAll(marked, (_whole, start: string, name: string, end: string) => {
    const render = tables[name];
    if (!render) throw new Error(`The table ${name} is unknown.`);
    return `${start}${render()}\n${end}`;
  });
}

export function namesOfTables(markdown: string): string[] {
  return [...markdown.matchAll(marked)].map(([, , name = '']) => name);
}

if (import.meta.main) {
  for (const page of listPages()) {
    const before = readPage(page);
    const after = writeTables(before);
    if (after !== before) writeFileSync(join(projectFolder, page), after);
  }
}
