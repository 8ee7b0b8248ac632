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

type Variables = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** The variables of an operation with their defaults. Refuses those that do not fit, without quoting any. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  inputs: Variables,
): Variables {
  // The first that does not fit is told: to collect all of a long list takes long.
  const options = { maxErrors: 1 };
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], { ...inputs }, options);
  if (coerced) return coerced;
  refuseInvalid(schema, operation, inputs);
  // What is left by now is a variable that is missing.
  const [error] = errors;
  throw invalidVariable(error?.message ?? 'A variable is missing.', error?.nodes);
}

/** Says what graphql-js found wrong with a value, and would quote it. */
function refuseInvalid(schema: GraphQLSchema, operation: OperationDefinitionNode, inputs: Variables): void {
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (!isInputType(type) || value === undefined) continue;
    coerceInputValue(value, type, (path, invalid, { message }) => {
      const expected = typeAt(type, path);
      // A message about an object where one belongs names its fields only; any other quotes the value. What is no name
      // of a field may be anything.
      const isNamed = isObject(invalid, onlyNames) && isInputObjectType(getNamedType(expected));
      const reason = isNamed ? message : `A value of type "${expected}" is expected.`;
      throw invalidVariable(`Variable "${[`$${name}`, ...path].join('.')}" is invalid: ${reason}`, [definition]);
    });
  }
}

const onlyNames = /^[_A-Za-z]\w*$/;

function isObject(value: unknown, keys: RegExp): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).every((key) => keys.test(key));
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
  // A single value may stand for a list of one, and is then no step of the path.
  if (isListType(nullable)) return typeAt(nullable.ofType, typeof key === 'number' ? rest : path);
  const field = isInputObjectType(nullable) ? nullable.getFields()[key] : undefined;
  return field ? typeAt(field.type, rest) : nullable;
}
