import type { PlanResolvers } from '../../graphql/generated.ts';
import type { Complete } from '../../graphql/resolver-types.ts';
import { createIdFinder } from '../pay-link-account/model.ts';
import type { Plan as PlanModel } from './model.ts';

/** The status of a plan changes, and the plan stays the same. */
const findId = createIdFinder(
  ({ plans }) => plans,
  ({ sourceId, title, description }) => (sourceId === null ? ['title', title, description] : ['source', sourceId]),
);

export const Plan: Complete<PlanResolvers, PlanModel> = {
  id: (plan) => findId(plan.account, plan),
};
