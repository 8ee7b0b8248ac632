import { defaultFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { requireAccessToUser, requireScope, requireService, sensitiveScope } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import type { Context } from './context.ts';
import type {
  BillingResolvers,
  MutationEndMonitoringArgs,
  MutationResolvers,
  MutationUpdateUserArgs,
  QueryResolvers,
  QueryUserArgs,
  UserResolvers,
} from './generated.ts';

/** Throws when the caller may not have a field, before it is resolved. */
type Rule<Parent, Args> = (caller: Caller, parent: Parent, args: Args) => void;

/** One rule for each field. One that is new does not compile without. */
type Rules<Resolvers, Parent> = {
  // biome-ignore lint/suspicious/noExplicitAny: each rule states the arguments of its own field.
  readonly [Field in Exclude<keyof Resolvers, '__isTypeOf'>]-?: Rule<Parent, any>;
};

const everybody = () => undefined;
const ofOneself: Rule<{ readonly identifier: string }, unknown> = (caller, user) =>
  requireAccessToUser(caller, user.identifier);
const aboutOneself = (caller: Caller, _root: unknown, { input }: MutationUpdateUserArgs | MutationEndMonitoringArgs) =>
  requireAccessToUser(caller, input.identifier);

/**
 * Who may have what, all of it. A rule applies however its object was reached; what has none is everybody's who may have its
 * object. Whose a task is shows only when it is found: those that are not the caller's come back as `null`.
 */
export const rules = {
  Query: {
    viewer: everybody,
    user: (caller, _root, { identifier }: QueryUserArgs) => requireAccessToUser(caller, identifier),
    task: everybody,
    tasks: everybody,
  } satisfies Rules<QueryResolvers, unknown>,
  Mutation: {
    createAccessToken: requireService,
    updateUser: aboutOneself,
    endMonitoring: aboutOneself,
  } satisfies Rules<MutationResolvers, unknown>,
  User: {
    identifier: ofOneself,
    id: ofOneself,
    tasks: ofOneself,
    accounts: ofOneself,
    account: ofOneself,
    suggestions: ofOneself,
    potentialMonthlySavings: ofOneself,
  } satisfies Rules<UserResolvers, { readonly identifier: string }>,
  Billing: {
    accountNumber: (caller) => requireScope(caller, sensitiveScope),
  } satisfies Partial<Rules<BillingResolvers, unknown>>,
};

/** Puts the rules in front of the resolvers of a schema. */
export function guard(schema: GraphQLSchema): void {
  for (const [typeName, fields] of Object.entries<Record<string, Rule<never, never>>>(rules)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`There are rules for ${typeName}, which is no object type.`);
    for (const [name, rule] of Object.entries(fields)) {
      const field = type.getFields()[name];
      if (!field) throw new Error(`There is a rule for ${typeName}.${name}, which is not there.`);
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (parent, args, context: Context, info) => {
        rule(context.caller, parent as never, args as never);
        return resolve(parent, args, context, info);
      };
    }
  }
}
