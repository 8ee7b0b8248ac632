import type { FormattedExecutionResult } from 'graphql';
import { reportPlan } from '../planning/report.ts';
import type { RunnableOperation } from './run.ts';

/** The call plan in place of an execution, where the client asks for it; null where the operation is to be executed. */
export function explainOnly({ request, plan }: RunnableOperation, callBudget: number): FormattedExecutionResult | null {
  return request.explain === 'plan' ? { extensions: { upstream: reportPlan(plan, callBudget) } } : null;
}
