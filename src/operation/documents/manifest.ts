import { readFileSync } from 'node:fs';
import Type from 'typebox';
import { Check } from 'typebox/value';

export interface ManifestEntry {
  readonly id: string;
  /** Null where the manifest states none. */
  readonly name: string | null;
  readonly text: string;
}

/** The format of `@apollo/generate-persisted-query-manifest`. */
const apolloManifest = Type.Object({
  format: Type.Literal('apollo-persisted-query-manifest'),
  version: Type.Literal(1),
  operations: Type.Array(Type.Object({ id: Type.String(), name: Type.Optional(Type.String()), body: Type.String() })),
});

/** The format of the Relay compiler: texts by id. */
const relayManifest = Type.Record(Type.String(), Type.String());

/** The operations of a manifest, or the reason why it has none. */
export function readManifest(file: string): readonly ManifestEntry[] | string {
  const json = readJson(file);
  if (json === undefined) return `${file} cannot be read, or is not JSON`;
  if (Check(apolloManifest, json)) {
    return json.operations.map(({ id, name, body }) => ({ id, name: name ?? null, text: body }));
  }
  if (Check(relayManifest, json)) return Object.entries(json).map(([id, text]) => ({ id, name: null, text }));
  return `${file} is neither an Apollo persisted query manifest of version 1 nor an object of texts by id, as Relay writes it`;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
