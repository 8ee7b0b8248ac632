import { defaultFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import {
  requireAccessToUser,
  requireScope,
  requireService,
  requireWriteAccessToUser,
  sensitiveScope,
} from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import type { Context } from './context.ts';
import type {
  BillingResolvers,
  MutationEndMonitoringArgs,
  MutationResolvers,
  MutationUpdateUserArgs,
  PayLinkAccountResolvers,
  QueryNodeArgs,
  QueryResolvers,
  QueryUserArgs,
  UserResolvers,
} from './generated.ts';
import { requireAccessToNode } from './node.ts';

/** Throws if the caller cannot access a field. Runs before the field is resolved. */
type Rule<Parent, Args> = (caller: Caller, parent: Parent, args: Args) => void;

/** One rule for each field; a field without a rule does not compile. */
type Rules<Resolvers, Parent> = {
  // biome-ignore lint/suspicious/noExplicitAny: each rule states the arguments of its own field.
  readonly [Field in Exclude<keyof Resolvers, '__isTypeOf'>]-?: Rule<Parent, any>;
};

const anyCaller = () => undefined;
const ownUser: Rule<{ readonly identifier: string }, unknown> = (caller, user) =>
  requireAccessToUser(caller, user.identifier);
const ownUserInput = (caller: Caller, _root: unknown, { input }: MutationUpdateUserArgs | MutationEndMonitoringArgs) =>
  requireWriteAccessToUser(caller, input.identifier);

/**
 * All access rules. A rule applies however its object was reached. Fields of other types are open to every caller that can
 * access their object. The owner of a task is known only once it is read, so tasks of other users resolve to `null`.
 */
export const rules = {
  Query: {
    viewer: anyCaller,
    user: (caller, _root, { identifier }: QueryUserArgs) => requireAccessToUser(caller, identifier),
    task: anyCaller,
    tasks: anyCaller,
    node: (caller, _root, args: QueryNodeArgs) => requireAccessToNode(caller, args),
  } satisfies Rules<QueryResolvers, unknown>,
  Mutation: {
    createAccessToken: requireService,
    updateUser: ownUserInput,
    endMonitoring: ownUserInput,
  } satisfies Rules<MutationResolvers, unknown>,
  User: {
    identifier: ownUser,
    id: ownUser,
    nodeId: ownUser,
    tasks: ownUser,
    accounts: ownUser,
    account: ownUser,
    suggestions: ownUser,
    potentialMonthlySavings: ownUser,
  } satisfies Rules<UserResolvers, { readonly identifier: string }>,
  PayLinkAccount: {
    raw: (caller) => requireScope(caller, sensitiveScope),
  } satisfies Partial<Rules<PayLinkAccountResolvers, unknown>>,
  Billing: {
    accountNumber: (caller) => requireScope(caller, sensitiveScope),
  } satisfies Partial<Rules<BillingResolvers, unknown>>,
};

/** Wraps the resolvers of a schema with the rules. */
export function guard(schema: GraphQLSchema): void {
  for (const [typeName, fields] of Object.entries<Record<string, Rule<never, never>>>(rules)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`The access rules name ${typeName}, which is not an object type.`);
    for (const [name, rule] of Object.entries(fields)) {
      const field = type.getFields()[name];
      if (!field) throw new Error(`The access rules name ${typeName}.${name}, which does not exist.`);
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (parent, args, context: Context, info) => {
        rule(context.caller, parent as never, args as never);
        return resolve(parent, args, context, info);
      };
    }
  }
}
