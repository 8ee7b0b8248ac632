import type { ArgumentReader } from './arguments.ts';
import type { FieldCost } from './cost.ts';
import type { Endpoint } from './scope.ts';

/** One selection of a document, for one object type. Fields that select the same share one place. */
export interface Place {
  readonly fields: readonly PlacedField[];
  /** The number of fields in the response, without `fields` and below. */
  readonly size: number;
  /** The number of fields in one object, without the fields of the lists below it. */
  readonly itemSize: number;
  /** The facts that the selection needs about its item. */
  readonly facts: ReadonlySet<string>;
  /** The first field that the row of an item does not report. */
  readonly besideRow: { readonly name: string; readonly endpoint: Endpoint } | null;
  /** Whether every reference to the object has all selected fields. */
  readonly isKnown: boolean;
  /** Whether several fields lead here. */
  isShared: boolean;
}

/** A field that has a cost, or leads to one that has. */
export interface PlacedField {
  /** The name in the response. */
  readonly name: string;
  readonly cost: FieldCost<never>;
  readonly readArguments: ArgumentReader;
  readonly isList: boolean;
  /** The selection for each object type that the value can have. */
  readonly below: readonly Alternative[];
}

export interface Alternative {
  readonly type: string;
  readonly place: Place;
}

/** The length of a list that neither the operation nor an endpoint limits. */
export const assumedLength = 4;

export const noFacts: ReadonlySet<string> = new Set();
