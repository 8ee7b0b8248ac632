import {
  type GraphQLInputType,
  type GraphQLResolveInfo,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';

/** The input of a mutation, as its resolver receives it. */
export interface MutationInput {
  readonly input: object;
  readonly info: GraphQLResolveInfo;
}

/**
 * The path in the input that the upstream named, such as `["input", "cards", "0", "title"]`; null if it named none. Every
 * part of the path is a field of the schema or the index of an entry, so that no text of the upstream is repeated.
 */
export function toFieldPath({ input, info }: MutationInput, named: readonly (readonly string[])[]): string[] | null {
  const type = info.parentType.getFields()[info.fieldName]?.args.find(({ name }) => name === 'input')?.type;
  if (!type) return null;
  const found = named.flatMap((path) => formsOf(path).map((form) => follow(type, input, form)));
  const longest = found.reduce((best, path) => (path.length > best.length ? path : best), []);
  return longest.length > 0 ? ['input', ...longest] : null;
}

/** The upstream may name the path within the body, or within its data. */
function formsOf(path: readonly string[]): readonly (readonly string[])[] {
  const [first, ...rest] = path;
  return [path, ['data', ...path], ...(first === 'data' || first === 'body' ? [rest] : [])];
}

/** As much of the path as the input has. A field that the caller left out counts. */
function follow(type: GraphQLInputType, value: unknown, [key, ...rest]: readonly string[]): string[] {
  const nullable = getNullableType(type);
  if (key === undefined) return [];
  if (isListType(nullable)) {
    const entry: unknown = Array.isArray(value) && /^\d+$/.test(key) ? value[Number(key)] : undefined;
    return entry === undefined ? [] : [String(Number(key)), ...follow(nullable.ofType, entry, rest)];
  }
  const field = isInputObjectType(nullable) && isObject(value) ? nullable.getFields()[key] : undefined;
  return field ? [key, ...follow(field.type, Reflect.get(Object(value), key), rest)] : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
