import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** Writes manifests to files that are deleted after the tests. */
export function useManifests() {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let count = 0;
  /** Writes a string as it is and any other value as JSON; returns the path. */
  return (content: unknown): string => {
    count += 1;
    const file = join(folder, `${count}.json`);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
}

export interface ManifestOperation {
  readonly id: string;
  readonly name: string;
  readonly body: string;
}

export function toApolloManifest(operations: readonly ManifestOperation[]): object {
  return {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: operations.map((operation) => ({ type: 'query', ...operation })),
  };
}
