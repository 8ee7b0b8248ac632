import * as accessToken from '../domains/access-token/costs.ts';
import * as money from '../domains/money/costs.ts';
import * as payLinkAccount from '../domains/pay-link-account/costs.ts';
import * as plan from '../domains/plan/costs.ts';
import * as suggestion from '../domains/suggestion/costs.ts';
import * as task from '../domains/task/costs.ts';
import * as user from '../domains/user/costs.ts';
import type { Resolvers } from './generated.ts';
import { nodeCost } from './node.ts';
import type { CostMap } from './resolver-types.ts';
import type { resolvers } from './resolvers.ts';

/** The cost of each field in REST calls. A field that has a resolver does not compile without one. */
export const costs = {
  Query: { ...user.Query, ...task.Query, node: nodeCost },
  Mutation: { ...accessToken.Mutation, ...user.Mutation },
  AccessToken: accessToken.AccessToken,
  User: { ...user.User, ...payLinkAccount.User, ...suggestion.User, ...task.User },
  PayLinkAccount: { ...payLinkAccount.PayLinkAccount, ...suggestion.PayLinkAccount },
  Billing: payLinkAccount.Billing,
  Plan: plan.Plan,
  Suggestion: suggestion.Suggestion,
  Task: task.Task,
  TaskConnection: task.TaskConnection,
  Money: money.Money,
} satisfies CostMap<typeof resolvers, Resolvers>;
