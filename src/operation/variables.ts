import {
  type ASTNode,
  coerceInputValue,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isInputObjectType,
  isInputType,
  isListType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import { InexactNumber } from './documents/exact-json.ts';
import { findLongList, maxEntries } from './list-lengths.ts';

type Variables = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** The variables of an operation with their defaults. The error for an invalid value does not quote it. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  inputs: Variables,
): Variables {
  refuseLongLists(schema, operation, inputs);
  // One error is enough: a long list may have any number of them.
  const options = { maxErrors: 1 };
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], { ...inputs }, options);
  if (coerced) return coerced;
  refuseInvalid(schema, operation, inputs);
  // The remaining errors are about missing variables.
  const [error] = errors;
  throw invalidVariable(error?.message ?? 'A variable is missing.', error?.nodes);
}

/** Throws for a list that is too long, before the cost of coercing its entries. */
function refuseLongLists(schema: GraphQLSchema, operation: OperationDefinitionNode, inputs: Variables): void {
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const value = Object.hasOwn(inputs, name) ? inputs[name] : null;
    if (typeof value !== 'object' || value === null) continue;
    const type = typeFromAST(schema, definition.type);
    const path = isInputType(type) ? findLongList(type, value) : null;
    if (path) throw invalidAt([`$${name}`, ...path], `At most ${maxEntries} entries are expected.`, definition);
  }
}

/** Throws for the first invalid value. graphql-js would quote the value in its message. */
function refuseInvalid(schema: GraphQLSchema, operation: OperationDefinitionNode, inputs: Variables): void {
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (!isInputType(type) || value === undefined) continue;
    coerceInputValue(value, type, (path, invalid, { message }) => {
      const expected = typeAt(type, path);
      // The message about an input object names its fields only, unless a key is not even a name. Any other message quotes
      // the value.
      const isNamed = isObject(invalid, onlyNames) && isInputObjectType(getNamedType(expected));
      const claim = isNamed ? message : `A value of type "${expected}" is expected.`;
      const reason = invalid instanceof InexactNumber ? inexact : claim;
      throw invalidAt([`$${name}`, ...path], reason, definition);
    });
  }
}

const inexact = 'JavaScript cannot represent this number exactly: send it as a string.';

const onlyNames = /^[_A-Za-z]\w*$/;

function isObject(value: unknown, keys: RegExp): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).every((key) => keys.test(key));
}

function invalidAt(path: Path, reason: string, definition: ASTNode): GraphQLError {
  return invalidVariable(`Variable "${path.join('.')}" is invalid: ${reason}`, [definition]);
}

export function invalidVariable(message: string, nodes: readonly ASTNode[] | undefined): GraphQLError {
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}

function typeAt(type: GraphQLInputType, path: Path): GraphQLInputType {
  const [key, ...rest] = path;
  if (key === undefined) return type;
  const nullable = getNullableType(type);
  // A single value may stand for a list of one item, and then has no index in the path.
  if (isListType(nullable)) return typeAt(nullable.ofType, typeof key === 'number' ? rest : path);
  const field = isInputObjectType(nullable) ? nullable.getFields()[key] : undefined;
  return field ? typeAt(field.type, rest) : nullable;
}
