/** A type's resolvers, in which every field the model cannot answer as it stands is required. */
export type Complete<Resolvers, Model> = Resolvers &
  Required<Omit<Resolvers, Answered<Resolvers, Model> | '__isTypeOf'>>;

type Answered<Resolvers, Model> = {
  [Field in keyof Resolvers & keyof Model]: Model[Field] extends Result<Resolvers[Field]> ? Field : never;
}[keyof Resolvers & keyof Model];

type Result<Resolver> = Awaited<ReturnType<Extract<Resolver, (...args: never[]) => unknown>>>;
