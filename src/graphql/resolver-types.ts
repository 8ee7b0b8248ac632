import type { GraphQLScalarType } from 'graphql';

/** A type's resolvers, in which every field the model cannot answer as it stands is required. */
export type Complete<Resolvers, Model> = Resolvers &
  Required<Omit<Resolvers, Answered<Resolvers, Model> | '__isTypeOf'>>;

type Answered<Resolvers, Model> = {
  [Field in keyof Resolvers & keyof Model]: Awaited<Model[Field]> extends Result<Resolvers[Field]> ? Field : never;
}[keyof Resolvers & keyof Model];

type Result<Resolver> = Awaited<ReturnType<Extract<Resolver, (...args: never[]) => unknown>>>;

/**
 * The resolvers of a schema: of every type whose model does not answer all of its fields as it stands. A payload has no
 * model: the mutation that answers with it is checked for every field.
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
