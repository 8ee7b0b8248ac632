import { readFileSync } from 'node:fs';

type Example = 'accounts' | 'task-details' | 'task-status' | 'user-tasks';

/** Reads an example that was copied from Atomic's API reference. The simulator responds from files of its own. */
// biome-ignore lint/suspicious/noExplicitAny: tests read examples freely, and a wrong guess fails them.
export function readReferenceExample(name: Example): any {
  return JSON.parse(readFileSync(new URL(`./reference/${name}.json`, import.meta.url), 'utf8'));
}
