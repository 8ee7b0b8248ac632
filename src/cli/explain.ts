import { readFileSync } from 'node:fs';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Config } from '../config/config.ts';
import { costs } from '../graphql/costs.ts';
import { createSchema } from '../graphql/schema.ts';
import { SensitiveLiteralsRule } from '../operation/rules/sensitive-literals.ts';
import { coerceVariables } from '../operation/variables.ts';
import { createPlanner } from '../planning/plan.ts';
import { serviceView } from '../planning/plan-builder.ts';
import { drawPlan, reportPlan } from '../planning/report.ts';

export interface ExplainOptions {
  readonly variables?: string;
  readonly operation?: string;
  readonly json?: boolean;
}

/** Exit code when the operation would be refused, so that a build can fail. */
const overBudgetExitCode = 2;

/** The operation, its variables or an option is invalid. */
export class ExplainError extends Error {
  override readonly name = 'ExplainError';
}

export function runExplain({ upstream: { callBudget } }: Config, file: string, options: ExplainOptions): void {
  const schema = createSchema();
  const document = readDocument(schema, file);
  const operation = getOperationAST(document, options.operation);
  if (!operation)
    throw new ExplainError(
      `${file} must contain exactly one operation, or --operation must name one of its operations.`,
    );
  const variables = options.variables === undefined ? {} : readVariables(options.variables);
  const prepared = createPlanner(schema, costs).prepare(document, operation);
  const plan = attempt(
    () => prepared.plan(coerceVariables(schema, operation, variables), serviceView),
    'The variables are invalid',
  );
  const report = reportPlan(plan, callBudget);
  if (report.planned.total > callBudget) process.exitCode = overBudgetExitCode;
  console.log(options.json ? JSON.stringify(report, null, 2) : drawPlan(report));
}

function readDocument(schema: GraphQLSchema, file: string): DocumentNode {
  const document = attempt(() => parse(readText(file)), `${file} is not a GraphQL document`);
  const errors = validate(schema, document, [...specifiedRules, SensitiveLiteralsRule]);
  if (errors.length > 0) {
    throw new ExplainError(
      [`${file} is invalid against the schema:`, ...errors.map(({ message }) => message)].join('\n  - '),
    );
  }
  return document;
}

function readVariables(file: string): Record<string, unknown> {
  const variables: unknown = attempt(() => JSON.parse(readText(file)), `${file} is not valid JSON`);
  if (typeof variables === 'object' && variables !== null && !Array.isArray(variables)) return { ...variables };
  throw new ExplainError(`${file} must contain a JSON object.`);
}

function readText(file: string): string {
  return attempt(() => readFileSync(file, 'utf8'), `${file} cannot be read`);
}

function attempt<T>(act: () => T, claim: string): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof ExplainError) throw cause;
    const reason = cause instanceof GraphQLError ? `: ${cause.message}` : '.';
    throw new ExplainError(claim + reason, { cause });
  }
}
