import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
// What the executor itself goes by: fragments, aliases, @skip and @include mean the same here as there.
import { collectFields } from 'graphql/execution/collectFields.js';
import type { TaskNeeds } from '../domains/task/lookup.ts';
import { chooseTaskSource } from '../upstream/catalog.ts';
import { addCall, type CallerView, type Draft, hasCall, ownerOf, type PlannedCall } from './plan-builder.ts';
import { visit, type Walk } from './walk.ts';

/** What an operation may cost, and what has to be known beforehand for it to cost as little as it can. */
export interface CallPlan {
  readonly calls: readonly PlannedCall[];
  readonly total: number;
  readonly needsOf: (taskId: string) => TaskNeeds;
  /** Whether any list of tasks may be read, whose rows then need no call of their own. */
  readonly readsLists: boolean;
  /** About how many fields the answer has at most, where lists of no known length are taken to be short. */
  readonly size: number;
}

/** The plan of an operation that asks for nothing. */
export const emptyPlan: CallPlan = {
  calls: [],
  total: 0,
  needsOf: () => ({ fields: new Set(), leadsToList: 'never' }),
  readsLists: false,
  size: 0,
};

/** What each field costs, by type and field. */
export type FieldCosts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Plans operations against one schema. */
export interface Planner {
  /** The part of a plan that follows from the document alone. It can be kept with the document. */
  prepare(document: DocumentNode, operation: OperationDefinitionNode): PreparedPlan;
}

/** The static part of the plans of one operation. */
export interface PreparedPlan {
  /** Plans one request. The variables must be coerced, with their defaults. Throws `BAD_USER_INPUT` for a null that a field refuses. */
  plan(variables: Readonly<Record<string, unknown>>, caller: CallerView): CallPlan;
}

export function createPlanner(schema: GraphQLSchema, _costs: FieldCosts): Planner {
  return {
    prepare(document, operation) {
      const fragments = fragmentsOf(document);
      return {
        plan(variables, viewpoint) {
          const draft: Draft = { viewpoint, calls: new Map(), sureLists: new Set(), lookups: new Map() };
          const walk = {
            schema,
            fragments,
            variables,
            draft,
            nodeNumbers: new Map(),
            sizes: new Map<string, number>(),
          };
          return toCallPlan(
            draft,
            attempt(() => visitRoot(walk, operation)),
          );
        },
      };
    },
  };
}

function visitRoot(walk: Walk, { operation, selectionSet }: OperationDefinitionNode): number {
  const root = walk.schema.getRootType(operation);
  if (!root) return 0;
  const fields = collectFields(walk.schema, walk.fragments, walk.variables, root, selectionSet);
  return visit(walk, root, fields, { path: '', user: null, task: null, isSure: true });
}

/** A variable that may be null can be used where null is not allowed. The message of graphql-js contains no value. */
function attempt<T>(act: () => T): T {
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

function toCallPlan(draft: Draft, size: number): CallPlan {
  const needs = new Map<string, TaskNeeds>();
  for (const [id, { needs: fields, path }] of draft.lookups) {
    const owner = ownerOf(draft, id);
    const mayList = hasCall(draft, 'userTasks', owner) ? 'maybe' : 'never';
    needs.set(id, { fields, leadsToList: draft.sureLists.has(owner) ? 'surely' : mayList });
    addCall(draft, chooseTaskSource(fields), `task ${id}`, path);
  }
  const calls = mergeByPath([...draft.calls.values()]);
  return {
    calls,
    total: calls.reduce((total, { atMost }) => total + atMost, 0),
    needsOf: (taskId) => needs.get(taskId) ?? emptyPlan.needsOf(taskId),
    readsLists: calls.some(({ endpoint }) => endpoint === 'userTasks'),
    size,
  };
}

/** Several ids behind one field are one line of the plan. */
function mergeByPath(calls: readonly PlannedCall[]): PlannedCall[] {
  const merged = new Map<string, PlannedCall>();
  for (const call of calls) {
    const key = `${call.endpoint} ${call.path}`;
    merged.set(key, { ...call, atMost: call.atMost + (merged.get(key)?.atMost ?? 0) });
  }
  return [...merged.values()];
}
