import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type ValidationContext,
  type ValidationRule,
  validate,
} from 'graphql';
import type { Limits } from '../../config/config.ts';

export type ShapeLimits = Pick<Limits, 'maxDepth' | 'maxAliases' | 'maxDirectives' | 'maxRootFields'>;

interface Limit {
  /** The environment variable that sets the limit. */
  readonly limit: string;
  readonly atMost: number;
  readonly claim: string;
  readonly unit: string;
}

/** A validation rule: the shape of the operation is within the limits. */
export function createLimitRule({ maxDepth, maxAliases, maxDirectives, maxRootFields }: ShapeLimits): ValidationRule {
  const depth = { limit: 'MAX_DEPTH', atMost: maxDepth, claim: 'is nested deeper than', unit: 'levels' };
  const aliases = { limit: 'MAX_ALIASES', atMost: maxAliases, claim: 'has more than', unit: 'aliases' };
  const directives = { limit: 'MAX_DIRECTIVES', atMost: maxDirectives, claim: 'has more than', unit: 'directives' };
  const rootFields = { limit: 'MAX_ROOT_FIELDS', atMost: maxRootFields, claim: 'has more than', unit: 'root fields' };
  return first([
    maxDepthRule({ ...reporting(depth), flattenFragments: true, ignoreIntrospection: false }),
    createTypeDepthRule(depth),
    maxAliasesRule({ ...reporting(aliases), allowList: [] }),
    // The rule of GraphQL Armor counts the directives of a fragment only once, however often it is spread.
    createCountRule(directives, countDirectives),
    createCountRule(rootFields, countRootFields),
  ]);
}

/**
 * Applies these rules before all others, and the others only to a document that passes them: the rules of graphql-js run out of
 * stack on a document that is nested deeply enough.
 */
function first(rules: readonly ValidationRule[]): ValidationRule {
  return (context) => ({
    Document(document) {
      const errors = validate(context.getSchema(), document, rules);
      for (const error of errors) context.reportError(error);
      // With null the other rules do not visit the document.
      return errors.length > 0 ? null : undefined;
    },
  });
}

function reporting(limit: Limit) {
  const report = (context: ValidationContext | null) => context?.reportError(toError(limit));
  return { n: limit.atMost, propagateOnRejection: false, onReject: [report] };
}

/** `formatError` sets the code: Apollo Server replaces the code of every error that a rule reports. */
function toError({ limit, atMost, claim, unit }: Limit): GraphQLError {
  return new GraphQLError(`This operation ${claim} ${atMost} ${unit} (${limit}).`, { extensions: { limit, atMost } });
}

/** A type may be a list of lists of lists. */
function createTypeDepthRule(limit: Limit): ValidationRule {
  return (context) => ({
    VariableDefinition({ type }) {
      let depth = 0;
      for (let inner = type; inner.kind !== Kind.NAMED_TYPE; inner = inner.type) depth += 1;
      if (depth > limit.atMost) context.reportError(toError(limit));
    },
  });
}

type Below = (selections: readonly SelectionNode[] | undefined) => number;
type Count = (node: OperationDefinitionNode | SelectionNode, below: Below) => number;

function createCountRule(limit: Limit, count: Count): ValidationRule {
  return (context): ASTVisitor => {
    const fragments = new Map<string, number>();
    const below: Below = (selections = []) =>
      selections.reduce(
        (total, node) => total + count(node, below) + (isSpread(node) ? inFragment(node.name.value) : 0),
        0,
      );
    const inFragment = (name: string): number => {
      const known = fragments.get(name);
      if (known !== undefined) return known;
      // A fragment that is spread within itself counts once. Another rule refuses it.
      fragments.set(name, 0);
      const found = below(context.getFragment(name)?.selectionSet.selections);
      fragments.set(name, found);
      return found;
    };
    return {
      OperationDefinition(operation) {
        if (count(operation, below) > limit.atMost) context.reportError(toError(limit));
      },
    };
  };
}

function isSpread(node: SelectionNode) {
  return node.kind === Kind.FRAGMENT_SPREAD;
}

function countDirectives(node: OperationDefinitionNode | SelectionNode, below: Below): number {
  const own = node.directives?.length ?? 0;
  return own + (node.kind === Kind.FRAGMENT_SPREAD ? 0 : below(node.selectionSet?.selections));
}

function countRootFields(node: OperationDefinitionNode | SelectionNode, below: Below): number {
  if (node.kind === Kind.FIELD) return 1;
  return node.kind === Kind.FRAGMENT_SPREAD ? 0 : below(node.selectionSet.selections);
}
