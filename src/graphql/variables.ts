import type { ApolloServerPlugin } from '@apollo/server';
import {
  coerceInputValue,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

export function createVariablesPlugin(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, operation, request }) {
          if (operation) checkVariables(schema, operation, request.variables ?? {});
        },
      };
    },
  };
}

/** Refuses variables that do not fit, in words that do not quote them: graphql-js, which would come to it next, does. */
function checkVariables(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Variables): void {
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    const value = variables[name];
    if (!isInputType(type) || value === undefined) continue;
    coerceInputValue(value, type, (path, invalid, { message }) => {
      const place = [`$${name}`, ...path].join('.');
      // A message about an object names its fields only; one about a leaf quotes it.
      const reason = isObject(invalid) ? message : `A value of type "${typeAt(type, path)}" is expected.`;
      throw new GraphQLError(`Variable "${place}" is invalid: ${reason}`, {
        nodes: definition,
        extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
      });
    });
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeAt(type: GraphQLInputType, [key, ...rest]: Path): string {
  if (key === undefined) return String(type);
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (isListType(nullable) && typeof key === 'number') return typeAt(nullable.ofType, rest);
  const field = isInputObjectType(nullable) ? nullable.getFields()[key] : undefined;
  return field ? typeAt(field.type, rest) : getNamedType(type).name;
}
