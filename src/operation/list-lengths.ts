import { type GraphQLInputType, getNullableType, isInputObjectType, isListType } from 'graphql';

/** Far more than any argument takes: each has a limit of its own. A list in a document is bounded by its number of tokens. */
export const maxEntries = 1000;

type Path = readonly (string | number)[];

/** The path of the first list with too many entries, of which none is looked at; null if there is no such list. */
export function findLongList(type: GraphQLInputType, value: unknown): Path | null {
  if (typeof value !== 'object' || value === null) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) return findInList(nullable.ofType, value);
  if (!isInputObjectType(nullable)) return null;
  for (const { name, type: fieldType } of Object.values(nullable.getFields())) {
    const path = findLongList(fieldType, Reflect.get(value, name));
    if (path) return [name, ...path];
  }
  return null;
}

function findInList(itemType: GraphQLInputType, value: object): Path | null {
  // A single value may stand for a list of one entry.
  if (!Array.isArray(value)) return findLongList(itemType, value);
  if (value.length > maxEntries) return [];
  for (const [index, entry] of value.entries()) {
    const path = findLongList(itemType, entry);
    if (path) return [index, ...path];
  }
  return null;
}
