import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

const introspectionFields = new Set(['__schema', '__type']);

/** A validation rule for gateways that do not show their schema. */
export function IntrospectionOffRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (!introspectionFields.has(node.name.value)) return;
      context.reportError(new GraphQLError('Introspection is off here.', { nodes: node }));
    },
  };
}
