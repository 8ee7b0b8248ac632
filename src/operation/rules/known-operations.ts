import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/** A validation rule: an operation is of a kind that the schema has. graphql-js finds out only when it is to run it. */
export function KnownOperationsRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation)) return;
      context.reportError(new GraphQLError(`There is no ${node.operation} here.`, { nodes: node }));
    },
  };
}
