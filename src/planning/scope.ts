import type { Place } from './place.ts';

/** A REST endpoint. Each endpoint is one object: the planner compares endpoints by identity. */
export interface Endpoint {
  readonly route: string;
  readonly host: string;
}

/** A kind of thing that several endpoints report in part, such as tasks. */
export interface ItemKind<Fact extends string = string> {
  /** Lists the items of a subject, one row for each. */
  readonly list: Endpoint;
  /** The fact that names the owner of an item. */
  readonly ownerFact: Fact;
  /** The endpoint to call for an item that is looked up by its id. */
  readonly sourceOf: (facts: ReadonlySet<string>) => Endpoint;
  /** The endpoint to call for an item that was in a list; null when its row reports all facts. */
  readonly sourceBesideRow: (facts: ReadonlySet<string>) => Endpoint | null;
}

/** The subject of calls, such as a user. Equal calls about one subject are one call. */
export interface Subject extends Scopes {
  readonly calls: Endpoint[];
  /** The lists that the operation reads for sure once the subject is known. */
  readonly sureLists: Endpoint[];
  firstPage: Rows | null;
  /** Every page, where there are several. */
  pages: Map<string, Rows> | null;
}

/** An item that is looked up by its id. */
export interface Lookup extends Scopes {
  readonly isLookup: true;
  readonly id: string;
  readonly owner: Subject;
  readonly needsOwner: boolean;
  readonly path: Path;
  /** The selections of the item that need facts. */
  readonly places: Place[];
}

/** The rows of one page of a list. */
export interface Rows extends Scopes {
  readonly isLookup: false;
  readonly kind: ItemKind;
  readonly args: unknown;
  readonly count: number;
  /** The endpoints that are called for each row. */
  readonly calls: Endpoint[];
}

/** The surroundings of a selection. Equal scopes of one plan are the same object. */
export interface Scope {
  readonly subject: Subject | null;
  readonly item: Lookup | Rows | null;
  /** Whether the operation reaches the selection for sure once the subject is known. */
  readonly isSure: boolean;
  /** The sizes of the shared selections that were visited in this scope. */
  sizes: Map<Place, number> | null;
}

interface Scopes {
  sure: Scope | null;
  unsure: Scope | null;
}

/** A path of response names, from the last one to the first. */
export interface Path {
  readonly name: string;
  readonly parent: Path | null;
}

export function createSubject(): Subject {
  return { calls: [], sureLists: [], firstPage: null, pages: null, sure: null, unsure: null };
}

export function createRootScope(): Scope {
  return createScope(null, null, true);
}

export function scopeOfSubject(subject: Subject, isSure: boolean): Scope {
  return scopeIn(subject, subject, null, isSure);
}

export function scopeOfLookup(lookup: Lookup, isSure: boolean): Scope {
  return scopeIn(lookup, lookup.owner, lookup, isSure);
}

export function scopeOfRows(rows: Rows, subject: Subject, isSure: boolean): Scope {
  return scopeIn(rows, subject, rows, isSure);
}

function scopeIn(scopes: Scopes, subject: Subject, item: Lookup | Rows | null, isSure: boolean): Scope {
  if (isSure) {
    scopes.sure ??= createScope(subject, item, true);
    return scopes.sure;
  }
  scopes.unsure ??= createScope(subject, item, false);
  return scopes.unsure;
}

function createScope(subject: Subject | null, item: Lookup | Rows | null, isSure: boolean): Scope {
  return { subject, item, isSure, sizes: null };
}

export function printPath({ name, parent }: Path): string {
  return parent ? `${printPath(parent)}.${name}` : name;
}
