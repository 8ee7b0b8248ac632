import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The names of the fields selected below a field: `everywhere` below, or directly below. */
export function namesBelow(info: GraphQLResolveInfo, everywhere = false): readonly string[] {
  const { fieldNodes, fragments, variableValues } = info;
  const isKept = (node: SelectionNode) =>
    getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
  const fieldsIn = (set: SelectionSetNode | undefined): FieldNode[] =>
    (set?.selections ?? []).filter(isKept).flatMap((node) => {
      if (node.kind === 'Field') return everywhere ? [node, ...fieldsIn(node.selectionSet)] : [node];
      return fieldsIn(node.kind === 'InlineFragment' ? node.selectionSet : fragments[node.name.value]?.selectionSet);
    });
  return fieldNodes.flatMap(({ selectionSet }) => fieldsIn(selectionSet)).map(({ name }) => name.value);
}
