import type { Argument, How } from './arguments.ts';

export interface Directive {
  readonly name: 'skip' | 'include';
  readonly if: boolean;
  readonly as: How;
}

export interface Field {
  readonly kind: 'field';
  readonly name: string;
  /** A second name for the same field with the same arguments. */
  readonly again: boolean;
  readonly args: readonly Argument[];
  readonly directives: readonly Directive[];
  readonly selections: readonly Selection[];
}

/** A fragment: inline with or without its type, or named. */
export interface Group {
  readonly kind: 'group';
  readonly type: string;
  readonly form: 'bare' | 'typed' | 'named';
  readonly directives: readonly Directive[];
  readonly selections: readonly Selection[];
}

/** A fragment that is drawn once and spread at many places. */
export interface Spread {
  readonly kind: 'spread';
  readonly type: SharedType;
  readonly directives: readonly Directive[];
}

export type Selection = Field | Group | Spread;
export type SharedType = keyof Operation['shared'];

export interface Operation {
  readonly root: 'Query' | 'Mutation';
  readonly selections: readonly Selection[];
  readonly shared: Readonly<Record<'Task' | 'User' | 'PayLinkAccount', readonly Selection[]>>;
}
