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

/** How many combinations of the variables of @skip and @include are kept. */
const maxVariants = 16;

export function createPlanner(schema: GraphQLSchema, costs: FieldCosts): Planner {
  return {
    prepare(document, operation) {
      const fragments = fragmentsOf(document);
      const names = listConditions(document);
      const variants = new Map<string, Places>();

      /** The fields of an operation depend on few variables, so that their places can be kept. */
      function placesFor(variables: Values): Places {
        const key = names.map((name) => variables[name]).join();
        const known = variants.get(key);
        if (known) return known;
        const conditions = Object.fromEntries(names.map((name) => [name, variables[name]]));
        const places = preparePlaces({ schema, costs, fragments, conditions }, operation);
        if (variants.size === maxVariants) variants.clear();
        variants.set(key, places);
        return places;
      }

      if (names.length === 0) placesFor({});
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

/** A variable that may be null can be used where null is not allowed. The message of graphql-js contains no value. */
function refuseNulls<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
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
function listConditions(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: nodes = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of nodes) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
