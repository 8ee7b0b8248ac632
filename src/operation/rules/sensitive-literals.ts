import {
  type ASTNode,
  type ASTVisitor,
  GraphQLError,
  getNamedType,
  isInputObjectType,
  Kind,
  type ValidationContext,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import { sensitiveKindOf } from '../../graphql/sensitive.ts';

/**
 * A validation rule: sensitive values are variables. Clients and intermediaries log documents, cache them, list them in manifests
 * and put them in URLs. The default of a variable is part of the document.
 */
export function SensitiveLiteralsRule(context: ValidationContext): ASTVisitor {
  /** The schema coordinate of each sensitive place, by the variable that is used there. */
  const places = new Map<string, string>();
  const withDefault: VariableDefinitionNode[] = [];

  const report = (message: string, node: ASTNode) => context.reportError(new GraphQLError(message, { nodes: node }));
  const check = (node: ASTNode & { readonly value: ValueNode }, coordinate: string) => {
    const parts = listParts(node.value);
    for (const part of parts) if (part.kind === Kind.VARIABLE) places.set(part.name.value, coordinate);
    if (parts.every(({ kind }) => kind === Kind.VARIABLE || kind === Kind.NULL)) return;
    report(`\`${coordinate}\` is sensitive: pass it as a variable, never in the document.`, node);
  };

  return {
    VariableDefinition(node) {
      if (node.defaultValue && node.defaultValue.kind !== Kind.NULL) withDefault.push(node);
    },
    Argument(node) {
      const argument = context.getArgument();
      if (!argument || !sensitiveKindOf(argument.astNode)) return;
      check(node, `${context.getParentType()?.name}.${context.getFieldDef()?.name}(${argument.name}:)`);
    },
    ObjectField(node) {
      const type = getNamedType(context.getParentInputType());
      const field = isInputObjectType(type) ? type.getFields()[node.name.value] : undefined;
      if (isInputObjectType(type) && sensitiveKindOf(field?.astNode)) check(node, `${type.name}.${node.name.value}`);
    },
    Document: {
      leave() {
        for (const node of withDefault) {
          const place = places.get(node.variable.name.value);
          if (place) report(`\`${place}\` is sensitive: a variable for it must have no default.`, node);
        }
      },
    },
  };
}

/** The scalars, enum values and variables of a value, at any depth. */
function listParts(value: ValueNode): ValueNode[] {
  if (value.kind === Kind.LIST) return value.values.flatMap(listParts);
  if (value.kind === Kind.OBJECT) return value.fields.flatMap((field) => listParts(field.value));
  return [value];
}
