import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { Values } from './arguments.ts';
import { type CallPlan, toCallPlan } from './call-plan.ts';
import type { FieldCosts } from './cost.ts';
import { type CallerView, createPlanBuilder } from './plan-builder.ts';
import { type Places, preparePlaces } from './prepare.ts';
import { createRootScope } from './scope.ts';
import { visitPlace } from './visit.ts';

/** Plans operations against one schema. */
export interface Planner {
  /** Prepares an operation of a valid document. The result depends on the document alone, and can be kept with it. */
  prepare(document: DocumentNode, operation: OperationDefinitionNode): PreparedPlan;
}

/** The part of a plan that all requests with one operation share. */
export interface PreparedPlan {
  /**
   * Plans one request. The variables are coerced. Throws `BAD_USER_INPUT` for a null that a field does not take. The plan of an
   * operation whose size is above `maxSize` is not complete: the work for it ends there.
   */
  plan(variables: Values, caller: CallerView, maxSize?: number): CallPlan;
}

/** The number of combinations of the variables of @skip and @include that are kept, the most recent ones. */
export const maxVariants = 8;

export function createPlanner(schema: GraphQLSchema, costs: FieldCosts): Planner {
  return {
    prepare(document, operation) {
      const preparation = { schema, costs, fragments: fragmentsOf(document) };
      const placesFor = keepVariants(listConditions(document), (conditions) =>
        preparePlaces({ ...preparation, conditions }, operation),
      );
      return {
        plan: (variables, caller, maxSize = Number.POSITIVE_INFINITY) =>
          refuseNulls(() => {
            const builder = createPlanBuilder(variables, caller, maxSize);
            const { root, itemSizes } = placesFor(variables);
            const size = visitPlace(builder, root, createRootScope(), null, 1);
            return toCallPlan(builder, {
              size: Math.max(size, builder.size),
              sizeOutsideLists: root.itemSize,
              sizeOfItem: itemSizes.sizeOf,
            });
          }),
      };
    },
  };
}

/** The fields of an operation depend on the variables of @skip and @include alone, so that their places can be kept. */
function keepVariants(
  names: readonly string[],
  prepare: (conditions: Values) => Places,
): (variables: Values) => Places {
  const variants = new Map<string, Outcome>();
  return (variables) => {
    const key = names.map((name) => variables[name]).join();
    const { places, error } = variants.get(key) ?? add(key, variables);
    if (places) return places;
    throw error;
  };

  function add(key: string, variables: Values): Outcome {
    const outcome = attempt(() => prepare(Object.fromEntries(names.map((name) => [name, variables[name]]))));
    const [oldest] = variants.keys();
    if (oldest !== undefined && variants.size === maxVariants) variants.delete(oldest);
    variants.set(key, outcome);
    return outcome;
  }
}

/** An operation that cannot be prepared is kept too, so that the work for it is not done again. */
type Outcome =
  | { readonly places: Places; readonly error?: never }
  | { readonly places?: never; readonly error: unknown };

function attempt(prepare: () => Places): Outcome {
  try {
    return { places: prepare() };
  } catch (error) {
    return { error };
  }
}

/** A variable that may be null can be used where null is not allowed. The message of graphql-js contains no value. */
function refuseNulls<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof GraphQLError) || error.extensions.code !== undefined) throw error;
    throw new GraphQLError(error.message, {
      nodes: error.nodes ?? null,
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
    });
  }
}

function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** The variables that @skip and @include depend on. */
export function listConditions(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: nodes = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of nodes) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
