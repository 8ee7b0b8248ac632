import {
  defaultFieldResolver,
  GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isIntrospectionType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';
import type { ResponseSizes } from '../planning/call-plan.ts';
import type { Context } from './context.ts';

/** Counts the fields of one response while it is made. */
export interface ResponseCounter {
  /** Throws where the objects of a list would make the response larger than allowed. */
  addList(length: number, info: GraphQLResolveInfo): void;
}

export function createResponseCounter(
  maxFields: number,
  introspection: number,
  { sizeOutsideLists, sizeOfItem }: ResponseSizes,
): ResponseCounter {
  let left = maxFields - introspection - sizeOutsideLists;
  let refusal: GraphQLError | null = null;
  return {
    addList(length, info) {
      left -= length * sizeOfItem(info.fieldNodes);
      if (left >= 0) return;
      // One error for all lists: its own path is that of the first.
      refusal ??= toRefusal(maxFields, info);
      throw refusal;
    },
  };
}

function toRefusal(atMost: number, { fieldNodes, path }: GraphQLResolveInfo): GraphQLError {
  const message = `The response would have more than ${atMost} fields (MAX_ANSWER_FIELDS): select fewer fields, or smaller pages. The remaining lists are left out.`;
  return new GraphQLError(message, {
    nodes: fieldNodes,
    path: toKeys(path),
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'MAX_ANSWER_FIELDS', atMost },
  });
}

function toKeys(path: GraphQLResolveInfo['path']): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let step: typeof path | undefined = path; step; step = step.prev) keys.unshift(step.key);
  return keys;
}

/** Counts the objects of every list in a schema before they are completed. Only lists make a response larger than its document. */
export function countLists(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isListType(getNullableType(field.type)) || isLeafType(getNamedType(field.type))) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (parent, args, context: Context, info) => {
        const items: unknown = resolve(parent, args, context, info);
        return items instanceof Promise
          ? items.then((settled) => count(settled, context, info))
          : count(items, context, info);
      };
    }
  }
}

function count(items: unknown, { response }: Context, info: GraphQLResolveInfo): unknown {
  if (Array.isArray(items)) response.addList(items.length, info);
  return items;
}
