import {
  type FieldNode,
  GraphQLError,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
  parse,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import type { Request } from './print.ts';
import { objectType, schema } from './schema.ts';
import type { World } from './world.ts';

// biome-ignore lint/suspicious/noExplicitAny: the operation determines the type.
type Data = Readonly<Record<string, any>> | null | undefined;

/** Derives the response for an end user from the response for a service. `asViewer` has the expected data of `viewer`. */
export function toOwn(request: Request, world: World, data: Data, asViewer: Data): unknown {
  if (!data) return data;
  const self = world[0];
  const isOwn = (taskId: unknown) => self?.tasks.some(({ id }) => id === taskId) ?? false;
  const own = [...listRootFields(request)].map(([alias, { name, args }]) => {
    const told = data[alias];
    if (name === 'user') return [alias, args.identifier === self?.identifier ? told : null];
    if (name === 'task') return [alias, isOwn(args.id) ? told : null];
    if (name === 'tasks' && told) {
      return [alias, (args.ids as unknown[]).map((id, index) => (isOwn(id) ? told[index] : null))];
    }
    if (name === 'viewer') return [alias, asViewer?.[alias]];
    if (name === '__typename' || told === null) return [alias, told];
    throw new Error(`Teach the test about Query.${name}: which of its data belongs to an end user?`);
  });
  return Object.fromEntries(own);
}

/** The names of all other users, which no response for the end user may contain. */
export function namesOfOthers(world: World): string[] {
  return world.slice(1).flatMap(({ identifier, tasks }) => [identifier, ...tasks.map(({ id }) => id)]);
}

function listRootFields({ query, variables }: Request) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('There is not one operation.');
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) throw new GraphQLError('The variables do not fit.');
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  const byName = Object.fromEntries(fragments.map((each) => [each.name.value, each]));
  const root = objectType('Query');
  const describe = (node: FieldNode | undefined) => {
    const field = root.getFields()[node?.name.value ?? ''];
    return { name: node?.name.value, args: node && field ? getArgumentValues(field, node, coerced) : {} };
  };
  const fields = collectFields(schema, byName, coerced, root, operation.selectionSet);
  return new Map([...fields].map(([alias, [node]]) => [alias, describe(node)]));
}
