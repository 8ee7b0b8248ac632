import {
  accountFields,
  chooseUpdateEndpoint,
  type EndpointName,
  isToldByRow,
  maxTasks,
  pageSize,
} from '../upstream/catalog.ts';
import { type Fields, isMention } from './selection.ts';

/** Calls that an operation may make to one endpoint for one of its fields. */
export interface PlannedCall {
  readonly endpoint: EndpointName;
  readonly atMost: number;
  /** The field that gives the reason, by the names in the answer: `user.tasks.nodes`. */
  readonly path: string;
}

/** The facts about the caller that a plan depends on. */
export interface CallerView {
  /** The identifier of the only user that the caller may access; null when there is no such limit. */
  readonly self: string | null;
  /** Whether the caller is known to own the task. */
  readonly knowsOwner: (taskId: string) => boolean;
}

/** The view of a caller that may access every user. */
export const serviceView: CallerView = { self: null, knowsOwner: () => true };

/** Calls, and look-ups of tasks by their ids, as far as they are found. */
export interface Draft {
  readonly viewpoint: CallerView;
  readonly calls: Map<string, PlannedCall>;
  /** The users whose lists will be read as soon as they are known. */
  readonly sureLists: Set<string | null>;
  readonly lookups: Map<string, { readonly needs: Set<string>; readonly path: string }>;
}

/** Where in the graph a selection stands, in names that are equal only where the thing is surely the same. */
export interface Place {
  readonly path: string;
  /** Whose tasks and accounts are below; null where nobody's are. */
  readonly user: string | null;
  readonly task: Lookup | Rows | null;
  /** Whether it is surely reached once its user is known, and not only if they have accounts. */
  readonly isSure: boolean;
}

interface Lookup {
  readonly id: string;
}

interface Rows {
  readonly of: string;
  readonly count: number;
}

export interface Step {
  readonly type: string;
  readonly field: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Of what the field answers with. */
  readonly selected: Fields;
  readonly place: Place;
}

/** Equal calls are one call, whoever asks for it. */
export function addCall(
  { calls }: Draft,
  endpoint: EndpointName,
  about: string | null,
  path: string,
  atMost = 1,
): void {
  const key = keyOf(endpoint, about);
  if (!calls.has(key)) calls.set(key, { endpoint, atMost, path });
}

export function hasCall({ calls }: Draft, endpoint: EndpointName, about: string): boolean {
  return calls.has(keyOf(endpoint, about));
}

function keyOf(endpoint: EndpointName, about: string | null): string {
  return `${endpoint} ${about}`;
}

function addList(draft: Draft, { user, path, isSure }: Place): void {
  addCall(draft, 'userTasks', user, path);
  if (isSure) draft.sureLists.add(user);
}

/** A task that is found is the caller's own, where they may see no others. */
export function ownerOf({ viewpoint: { self } }: Draft, taskId: string): string {
  return self === null ? `owner of ${taskId}` : `user ${self}`;
}

/** Notes what a field costs, and gives the places that its selection stands in. */
export function takeStep(draft: Draft, step: Step): Place[] {
  switch (step.type) {
    case 'Query':
      return enter(draft, step);
    case 'Mutation':
      return [mutate(draft, step)];
    case 'User':
      return [readUser(draft, step)];
    case 'Task':
      return [readTask(draft, step)];
    default:
      return [step.place];
  }
}

function enter(draft: Draft, { field, args, place }: Step): Place[] {
  const { self, knowsOwner } = draft.viewpoint;
  if (field === 'viewer') return [{ ...place, user: self === null ? 'viewer' : `user ${self}` }];
  if (field === 'user') return [{ ...place, user: `user ${args.identifier}` }];
  const ids = new Set([args.ids ?? args.id].flat().map(String));
  // The field refuses more before any call is made.
  if (ids.size > maxTasks) return [];
  return [...ids].map((id) => {
    if (!draft.lookups.has(id)) {
      draft.lookups.set(id, { needs: new Set(knowsOwner(id) ? [] : ['user']), path: place.path });
    }
    return { ...place, user: ownerOf(draft, id), task: { id } };
  });
}

function mutate(draft: Draft, { field, args, place }: Step): Place {
  const input = args.input as { identifier: string; data?: { cards?: readonly unknown[] | null } };
  const endpoint = field === 'updateUser' ? chooseUpdateEndpoint(input.data?.cards) : (field as EndpointName);
  addCall(draft, endpoint, place.path, place.path);
  // What was known of the user before a mutation is read anew after it.
  return { ...place, user: `user ${input.identifier} after ${place.path}` };
}

function readUser(draft: Draft, { field, args, place }: Step): Place {
  if (accountFields.has(field)) {
    addCall(draft, 'userAccounts', place.user, place.path);
    return { ...place, isSure: false };
  }
  if (field !== 'tasks') return place;
  addList(draft, place);
  // In a form that no id of a task has: the rows of a page are none that are looked up.
  const of = `rows ${JSON.stringify([place.user, args])}`;
  return { ...place, task: { of, count: toPageSize(args.first) } };
}

function readTask(draft: Draft, { field, selected, place: { task, user, path }, place }: Step): Place {
  const need = field === 'user' && !isMention('User', selected) ? 'user.id' : field;
  if (task && 'of' in task && !isToldByRow(new Set([need]))) addCall(draft, 'taskDetails', task.of, path, task.count);
  if (task && 'id' in task) {
    draft.lookups.get(task.id)?.needs.add(need);
    if (need === 'payrollDataAvailable') addList(draft, place);
  }
  if (field !== 'linkedAccount') return place;
  if (!isMention('PayLinkAccount', selected)) addCall(draft, 'userAccounts', user, path);
  return { ...place, task: null };
}

function toPageSize(first: unknown): number {
  return typeof first === 'number' ? Math.min(Math.max(first, 0), pageSize.most) : pageSize.usual;
}
