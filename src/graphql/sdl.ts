import { readdirSync, readFileSync } from 'node:fs';
import {
  concatAST,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type ObjectTypeExtensionNode,
  parse,
  print,
} from 'graphql';

const folder = new URL('../../schema/', import.meta.url);

/** All files in `schema/` as one document. */
export function readTypeDefs(): DocumentNode {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort();
  return concatAST(names.map((name) => parse(readFileSync(new URL(name, folder), 'utf8'), { noLocation: true })));
}

/** The whole schema as SDL, including applied directives, which `printSchema` of graphql-js omits. */
export function printSdl(): string {
  const { definitions } = readTypeDefs();
  const extensions = definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_EXTENSION);
  const types = definitions.filter((definition) => definition.kind !== Kind.OBJECT_TYPE_EXTENSION);
  return print({ kind: Kind.DOCUMENT, definitions: types.map((type) => extend(type, extensions)) });
}

function extend(type: DefinitionNode, extensions: readonly ObjectTypeExtensionNode[]): DefinitionNode {
  if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) return type;
  const parts = [type, ...extensions.filter(({ name }) => name.value === type.name.value)];
  return { ...type, fields: parts.flatMap(({ fields }) => fields ?? []) };
}
