import type { GraphQLScalarType } from 'graphql';

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
