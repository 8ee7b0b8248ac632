import type { Values } from './arguments.ts';
import { createNumbering, type Numbering } from './numbering.ts';
import {
  createSubject,
  type Endpoint,
  type ItemKind,
  type Lookup,
  type Path,
  type Rows,
  type Scope,
  type Subject,
} from './scope.ts';

/** The facts about the caller that a plan depends on. */
export interface CallerView {
  /** The identifier of the only user that the caller may access; null when there is no such limit. */
  readonly self: string | null;
  /** Whether the caller is known to own the item. */
  readonly knowsOwner: (id: string) => boolean;
}

/** The view of a caller that may access every user. */
export const serviceView: CallerView = { self: null, knowsOwner: () => true };

/** The calls and look-ups of one request, while they are collected. */
export interface PlanBuilder {
  readonly variables: Values;
  readonly caller: CallerView;
  readonly calls: CallEntry[];
  readonly subjects: Map<unknown, Subject>;
  readonly lookups: Map<ItemKind, Map<string, Lookup>>;
  /** Made when it is needed: most operations read one page of a list. */
  numberOf: Numbering | null;
  readsLists: boolean;
  /** The number of fields in the response, as far as they are counted. Alternatives are added up. */
  size: number;
  /** The planner stops above this size. */
  readonly maxSize: number;
}

export interface CallEntry {
  readonly endpoint: Endpoint;
  readonly atMost: number;
  readonly path: Path;
}

/** One field in one scope. */
export interface FieldVisit<Args> {
  readonly builder: PlanBuilder;
  readonly args: Args;
  readonly scope: Scope;
  readonly path: Path;
}

export function createPlanBuilder(variables: Values, caller: CallerView, maxSize: number): PlanBuilder {
  return {
    variables,
    caller,
    calls: [],
    subjects: new Map(),
    lookups: new Map(),
    numberOf: null,
    readsLists: false,
    size: 0,
    maxSize,
  };
}

/** The same key is the same subject. */
export function findSubject({ subjects }: PlanBuilder, key: unknown): Subject {
  const known = subjects.get(key);
  if (known) return known;
  const subject = createSubject();
  subjects.set(key, subject);
  return subject;
}

/** Adds a call about a subject, unless the plan has the call. */
export function addCall(builder: PlanBuilder, subject: Subject, endpoint: Endpoint, path: Path): void {
  addOnce(builder, subject.calls, { endpoint, atMost: 1, path });
}

/** Adds the call that lists the items of a subject. */
export function addList(builder: PlanBuilder, subject: Subject, { list }: ItemKind, isSure: boolean, path: Path): void {
  addCall(builder, subject, list, path);
  builder.readsLists = true;
  if (isSure && !subject.sureLists.includes(list)) subject.sureLists.push(list);
}

/** Adds one call for each row of a page. */
export function addRowCalls(builder: PlanBuilder, { calls, count }: Rows, endpoint: Endpoint, path: Path): void {
  addOnce(builder, calls, { endpoint, atMost: count, path });
}

function addOnce({ calls }: PlanBuilder, known: Endpoint[], call: CallEntry): void {
  if (known.includes(call.endpoint)) return;
  known.push(call.endpoint);
  calls.push(call);
}

/** A page is the same when its arguments are equal. */
export function findPage(builder: PlanBuilder, subject: Subject, kind: ItemKind, args: unknown, count: number): Rows {
  const page: Rows = { isLookup: false, kind, args, count, calls: [], sure: null, unsure: null };
  if (!subject.firstPage) {
    subject.firstPage = page;
    return page;
  }
  builder.numberOf ??= createNumbering();
  const { numberOf } = builder;
  const keyOf = (one: Rows) => `${numberOf(one.kind)} ${numberOf(one.args)}`;
  subject.pages ??= new Map([[keyOf(subject.firstPage), subject.firstPage]]);
  const key = keyOf(page);
  const known = subject.pages.get(key);
  if (known) return known;
  subject.pages.set(key, page);
  return page;
}

/** Finds the look-up of an item, or adds it. For a caller that may access one user, that user is the owner. */
export function findLookup(builder: PlanBuilder, kind: ItemKind, id: string, path: Path): Lookup {
  const { caller, lookups } = builder;
  let ofKind = lookups.get(kind);
  if (!ofKind) {
    ofKind = new Map();
    lookups.set(kind, ofKind);
  }
  const known = ofKind.get(id);
  if (known) return known;
  const lookup: Lookup = {
    isLookup: true,
    id,
    owner: caller.self === null ? createSubject() : findSubject(builder, caller.self),
    needsOwner: !caller.knowsOwner(id),
    path,
    places: [],
    sure: null,
    unsure: null,
  };
  ofKind.set(id, lookup);
  return lookup;
}
