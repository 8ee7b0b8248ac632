import type { GraphQLScalarType } from 'graphql';
import type { Cost } from '../planning/cost.ts';

/** The resolvers of a type. Every field that the model does not already have is required. */
export type Complete<Resolvers, Model> = Resolvers &
  Required<Omit<Resolvers, Answered<Resolvers, Model> | '__isTypeOf'>>;

type Answered<Resolvers, Model> = {
  [Field in keyof Resolvers & keyof Model]: Awaited<Model[Field]> extends Result<Resolvers[Field]> ? Field : never;
}[keyof Resolvers & keyof Model];

type Result<Resolver> = Awaited<ReturnType<Extract<Resolver, (...args: never[]) => unknown>>>;

/**
 * The resolvers of a schema, required for each type with fields that its model does not have. Payloads have no model; the
 * mutation that returns a payload is checked for every field instead.
 */
export type CompleteMap<Map, Models> = {
  [Type in Exclude<keyof Map & keyof Models, `${string}Payload`> as IsAnswered<Map[Type], Models[Type]> extends true
    ? never
    : Type]: Complete<NonNullable<Map[Type]>, Models[Type]>;
};

type IsAnswered<Resolvers, Model> =
  NonNullable<Resolvers> extends GraphQLScalarType
    ? true
    : object extends Complete<NonNullable<Resolvers>, Model>
      ? true
      : false;

/** A cost for each field that has a resolver. The arguments of a field are those that codegen found in the schema. */
export type CostMap<Map, Resolvers> = {
  readonly [Type in keyof Map as Map[Type] extends GraphQLScalarType | AbstractType ? never : Type]: {
    readonly [Field in RequiredKey<Map[Type]>]: Cost<ArgumentsOf<Resolvers, Type, Field>>;
  };
};

/** The resolver of an interface or a union, which has no fields of its own to resolve. */
interface AbstractType {
  readonly __resolveType: unknown;
}

type RequiredKey<Fields> = {
  [Field in keyof Fields]-?: object extends Pick<Fields, Field> ? never : Field;
}[keyof Fields];

type ArgumentsOf<Resolvers, Type, Field> = Type extends keyof Resolvers
  ? Field extends keyof NonNullable<Resolvers[Type]>
    ? ArgumentsOfResolver<NonNullable<Resolvers[Type]>[Field]>
    : never
  : never;

type ArgumentsOfResolver<Resolver> =
  Extract<Resolver, (...args: never[]) => unknown> extends (
    parent: never,
    args: infer Args,
    ...rest: never[]
  ) => unknown
    ? Args
    : never;
