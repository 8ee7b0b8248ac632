import * as accessToken from '../domains/access-token/resolvers.ts';
import * as money from '../domains/money/resolvers.ts';
import * as payLinkAccount from '../domains/pay-link-account/resolvers.ts';
import * as plan from '../domains/plan/resolvers.ts';
import * as suggestion from '../domains/suggestion/resolvers.ts';
import * as task from '../domains/task/resolvers.ts';
import * as user from '../domains/user/resolvers.ts';
import type { MutationResolvers, QueryResolvers, Resolvers, ResolversParentTypes } from './generated.ts';
import { Node, Query as nodeQuery } from './node.ts';
import type { CompleteMap } from './resolver-types.ts';
import { scalars } from './scalars.ts';

export const resolvers = {
  ...scalars,
  Query: { ...user.Query, ...task.Query, ...nodeQuery } satisfies Required<QueryResolvers>,
  Mutation: { ...accessToken.Mutation, ...user.Mutation } satisfies Required<MutationResolvers>,
  AccessToken: accessToken.AccessToken,
  Node,
  User: { ...user.User, ...payLinkAccount.User, ...suggestion.User, ...task.User },
  PayLinkAccount: { ...payLinkAccount.PayLinkAccount, ...suggestion.PayLinkAccount },
  Billing: payLinkAccount.Billing,
  Plan: plan.Plan,
  Suggestion: suggestion.Suggestion,
  Task: task.Task,
  TaskConnection: task.TaskConnection,
  Money: money.Money,
} satisfies Resolvers & CompleteMap<Resolvers, ResolversParentTypes>;
