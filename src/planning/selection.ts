import { type FieldNode, type GraphQLResolveInfo, getNamedType, isObjectType } from 'graphql';
// What the executor itself goes by: fragments, aliases, @skip and @include mean the same here as there.
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { mentions } from '../upstream/catalog.ts';

/** What is selected of an object, by the names in the answer. */
export type Fields = ReadonlyMap<string, readonly FieldNode[]>;

/** Whether nothing is selected of an object but what is known without reading it. */
export function isMention(type: string, selected: Fields): boolean {
  return [...selected.values()].every(([node]) => node && mentions[type]?.has(node.name.value));
}

/** The same of the object that a resolver answers with. */
export function answersMention(info: GraphQLResolveInfo): boolean {
  const type = getNamedType(info.returnType);
  if (!isObjectType(type)) return false;
  return isMention(
    type.name,
    collectSubfields(info.schema, info.fragments, info.variableValues, type, info.fieldNodes),
  );
}
