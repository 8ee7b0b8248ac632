import * as accessToken from '../domains/access-token/resolvers.ts';
import * as money from '../domains/money/resolvers.ts';
import * as payLinkAccount from '../domains/pay-link-account/resolvers.ts';
import * as suggestion from '../domains/suggestion/resolvers.ts';
import * as task from '../domains/task/resolvers.ts';
import * as user from '../domains/user/resolvers.ts';
import type { MutationResolvers, QueryResolvers, Resolvers, ResolversParentTypes } from './generated.ts';
import type { CompleteMap } from './resolver-types.ts';
import { scalars } from './scalars.ts';

export const resolvers = {
  ...scalars,
  Query: { ...user.Query, ...task.Query } satisfies Required<QueryResolvers>,
  Mutation: { ...accessToken.Mutation, ...user.Mutation } satisfies Required<MutationResolvers>,
  AccessToken: accessToken.AccessToken,
  User: { ...payLinkAccount.User, ...suggestion.User, ...task.User },
  PayLinkAccount: suggestion.PayLinkAccount,
  Task: task.Task,
  TaskConnection: task.TaskConnection,
  Money: money.Money,
} satisfies Resolvers & CompleteMap<Resolvers, ResolversParentTypes>;
