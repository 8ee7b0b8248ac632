import {
  addCall,
  addList,
  type CallerView,
  type FieldVisit,
  findLookup,
  findPage,
  findSubject,
} from './plan-builder.ts';
import {
  createSubject,
  type Endpoint,
  type ItemKind,
  type Scope,
  type Subject,
  scopeOfLookup,
  scopeOfRows,
  scopeOfSubject,
} from './scope.ts';

/** The cost of a field. A field without any of these parts is free. */
export interface FieldCost<Args> {
  /** A fact that the item of the field, such as a task, must report. All needs of an item together decide its source. */
  readonly need?: Need;
  /** Whether the field makes calls about the subject of its scope. */
  readonly usesSubject?: boolean;
  /** The parts of the scope that `enter` replaces. */
  readonly opens?: { readonly subject?: boolean; readonly item?: ItemKind | null };
  /** Adds the calls of the field to the plan, and returns the scopes of its selection. Without it, the scope stays. */
  readonly enter?: (visit: FieldVisit<Args>) => readonly Entry[];
  /** Whether every reference to the object has the field, so that the object need not be read. */
  readonly isKnown?: boolean;
  /** Whether a list has one element for each entry, or for each row of the page. Other lists are taken to be short. */
  readonly isOnePer?: 'entry' | 'row';
}

/** A fact that one endpoint or another reports about an item. */
export interface Need {
  readonly kind: ItemKind;
  readonly fact: string;
}

/** A scope to visit the selection of a field in. */
export interface Entry {
  readonly scope: Scope;
  /** The object type of the value, where the field has an abstract type and the arguments tell it. */
  readonly type?: string;
}

/** The part of a selection that a cost can depend on. */
export interface SelectionBelow {
  /** Whether every reference to the object has all selected fields. */
  readonly needsNoRead: boolean;
}

export type Cost<Args> = FieldCost<Args> | ((below: SelectionBelow) => FieldCost<Args>);

/** The cost of each field, by type and name. A field that is not listed is free. */
export type FieldCosts = Readonly<Record<string, Readonly<Record<string, Cost<never>>>>>;

/** No call, once the object has been read. */
export const free: FieldCost<unknown> = {};

/** No call, even before the object has been read: every reference to the object has the field. */
export const known: FieldCost<unknown> = { isKnown: true };

/** No call: a list with one element for each row of the page. */
export const onePerRow: FieldCost<unknown> = { isOnePer: 'row' };

/** A fact about the item that the field belongs to. */
export function needs<Fact extends string>(kind: ItemKind<Fact>, fact: Fact): FieldCost<unknown> {
  return { need: { kind, fact } };
}

/** A fact about the item that only its row in a list reports. An item that is looked up costs the list of its owner. */
export function needsRow<Fact extends string>(kind: ItemKind<Fact>, fact: Fact): FieldCost<unknown> {
  return {
    ...needs(kind, fact),
    usesSubject: true,
    enter: ({ builder, scope, path }) => {
      if (scope.item?.isLookup) addList(builder, subjectOf(scope), kind, scope.isSure, path);
      return [{ scope }];
    },
  };
}

/** One call about the subject. */
export function reads(endpoint: Endpoint): FieldCost<unknown> {
  return {
    ...refers,
    enter: (visit) => {
      addCall(visit.builder, subjectOf(visit.scope), endpoint, visit.path);
      return enterUnsure(visit);
    },
  };
}

/** A reference to something else of the subject, which may be absent. */
export const refers: FieldCost<unknown> = { usesSubject: true, opens: { item: null }, enter: enterUnsure };

/** One call that lists the items of the subject. `countOf` returns the length of the page. */
export function listsRows<Args>(kind: ItemKind, countOf: (args: Args) => number): FieldCost<Args> {
  return {
    usesSubject: true,
    opens: { item: kind },
    enter: ({ builder, args, scope, path }) => {
      const subject = subjectOf(scope);
      addList(builder, subject, kind, scope.isSure, path);
      const rows = findPage(builder, subject, kind, args, countOf(args));
      return [{ scope: scopeOfRows(rows, subject, scope.isSure) }];
    },
  };
}

/** One call for each item, which is looked up by its id. */
export function looksUp<Args>(kind: ItemKind, idsOf: (args: Args) => readonly string[]): FieldCost<Args> {
  return {
    opens: { subject: true, item: kind },
    isOnePer: 'entry',
    enter: ({ builder, args, scope, path }) =>
      idsOf(args).map((id) => ({ scope: scopeOfLookup(findLookup(builder, kind, id, path), scope.isSure) })),
  };
}

/** No call itself: the fields below are about the subject with this key. */
export function enters<Args>(keyOf: (args: Args, caller: CallerView) => unknown): FieldCost<Args> {
  return {
    opens: { subject: true, item: null },
    enter: ({ builder, args, scope }) => [
      { scope: scopeOfSubject(findSubject(builder, keyOf(args, builder.caller)), scope.isSure) },
    ],
  };
}

/** One call that changes something. Everything below is read anew. */
export function writes<Args>(endpointOf: (args: Args) => Endpoint): FieldCost<Args> {
  return {
    opens: { subject: true, item: null },
    enter: ({ builder, args, scope, path }) => {
      const subject = createSubject();
      addCall(builder, subject, endpointOf(args), path);
      return [{ scope: scopeOfSubject(subject, scope.isSure) }];
    },
  };
}

function enterUnsure({ scope }: FieldVisit<unknown>): readonly Entry[] {
  return [{ scope: scopeOfSubject(subjectOf(scope), false) }];
}

/** The costs are checked at start, so that a field that uses a subject has one. */
function subjectOf({ subject }: Scope): Subject {
  if (!subject) throw new Error('A field makes calls about a subject where there is none.');
  return subject;
}
