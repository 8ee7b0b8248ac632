import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  Kind,
  type NameNode,
  type ObjectTypeExtensionNode,
  parse,
  print,
  visit,
} from 'graphql';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Copies the repository, in which the gateway then has so many times the types and root fields; returns their number. */
export function copyWithLargerSchema(folder: string, size: number): number {
  cpSync(root, folder, { recursive: true, filter: (path) => !['node_modules', '.git'].includes(basename(path)) });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const typeDefs = readTypeDefs(join(root, 'schema'));
  for (let number = 1; number < size; number += 1) {
    writeFileSync(join(folder, `schema/copy-${number}.graphql`), print(copyTypes(typeDefs, `Copy${number}`)));
  }
  return typeDefs.definitions.filter((each) => isCopied(each) && !isExtension(each)).length * size;
}

function readTypeDefs(folder: string): DocumentNode {
  const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  return parse(names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n'), { noLocation: true });
}

/** Each type under another name, and root fields under another name that lead to them. */
function copyTypes({ definitions }: DocumentNode, suffix: string): DocumentNode {
  const rename = <Named extends { readonly name: NameNode }>(named: Named): Named => ({
    ...named,
    name: { ...named.name, value: `${named.name.value}${suffix}` },
  });
  const copied = definitions.filter(isCopied).filter((definition) => !isRoot(definition) || isExtension(definition));
  const names = new Set(copied.filter((definition) => !isRoot(definition)).map(({ name }) => name.value));
  const renamed = copied.map((definition) =>
    isExtension(definition) && isRoot(definition)
      ? { ...definition, fields: (definition.fields ?? []).map(rename) }
      : rename(definition),
  );
  return visit(
    { kind: Kind.DOCUMENT, definitions: renamed },
    { [Kind.NAMED_TYPE]: (type) => (names.has(type.name.value) ? rename(type) : undefined) },
  );
}

type CopiedDefinition = Extract<DefinitionNode, { readonly fields?: unknown } | EnumTypeDefinitionNode>;

function isCopied(definition: DefinitionNode): definition is CopiedDefinition {
  return 'fields' in definition || definition.kind === Kind.ENUM_TYPE_DEFINITION;
}

function isRoot({ name }: CopiedDefinition): boolean {
  return ['Query', 'Mutation', 'Subscription'].includes(name.value);
}

function isExtension(definition: CopiedDefinition): definition is ObjectTypeExtensionNode {
  return definition.kind === Kind.OBJECT_TYPE_EXTENSION;
}
