import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/** A validation rule: the schema has a root type for the operation. graphql-js finds out only when it executes. */
export function KnownOperationsRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation)) return;
      context.reportError(new GraphQLError(`This schema has no ${node.operation} type.`, { nodes: node }));
    },
  };
}
