import type { FormattedExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { framesOf } from '../observability/stack.ts';
import { reportPlan } from '../planning/report.ts';
import type { ResponseType } from './admit.ts';
import { isUnforeseen } from './errors.ts';
import { isLargerThan } from './response-size.ts';
import { isRefused, type StartedOperation } from './started.ts';

export interface ResponseLimits {
  readonly callBudget: number;
  readonly maxAnswerBytes: number;
}

export interface OperationResponse {
  /** Undefined for 200. */
  readonly status: number | undefined;
  readonly result: FormattedExecutionResult;
}

/** The last step: turns a result, with formatted errors, into the response for the client. */
export function respond(
  started: StartedOperation,
  { status, result }: OperationResponse,
  { callBudget, maxAnswerBytes }: ResponseLimits,
): OperationResponse {
  const errors = result.errors && toReported(result.errors, started.request.id);
  const reported = addReport({ ...result, ...(errors && { errors }) }, started, callBudget);
  return {
    status: toStatus(status, errors ?? [], started.request.responseType),
    // A line feed follows the JSON.
    result: isLargerThan(reported, maxAnswerBytes - 1) ? refuseSize(maxAnswerBytes) : reported,
  };
}

/** The size is known only once the operation has been executed. */
function refuseSize(atMost: number): FormattedExecutionResult {
  const message = `The response has more than ${atMost} bytes (MAX_ANSWER_BYTES): select fewer fields, or smaller pages. If it is a mutation, it has taken effect.`;
  const extensions = { code: 'OPERATION_TOO_COMPLEX', retryable: false, limit: 'MAX_ANSWER_BYTES', atMost };
  return { errors: [{ message, extensions }], data: null };
}

/** The text of a response, as Apollo Server writes it. */
export function toText({ errors, data, extensions }: FormattedExecutionResult): string {
  return `${JSON.stringify({ errors, data, extensions })}\n`;
}

/** Logs the errors that are our own fault. Their callers receive the id of the request, to find them by. */
export function logUnforeseen(log: Logger, requestId: unknown, errors: readonly GraphQLError[]): void {
  for (const error of errors.filter(isUnforeseen)) {
    const cause = error.originalError ?? error;
    log.error({ requestId, path: error.path, name: cause.name, stack: framesOf(cause) }, 'unforeseen error');
  }
}

/** Every list beyond MAX_ANSWER_FIELDS has the same error, which is reported once. */
function toReported(errors: readonly GraphQLFormattedError[], requestId: string): GraphQLFormattedError[] {
  const first = errors.find(isOfSize);
  return errors.filter((error) => error === first || !isOfSize(error)).map((error) => addRequestId(error, requestId));
}

function isOfSize({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.limit === 'MAX_ANSWER_FIELDS';
}

function addRequestId(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  if (error.extensions?.code !== 'INTERNAL_SERVER_ERROR') return error;
  return { ...error, extensions: { ...error.extensions, requestId } };
}

/** Codes of requests that GraphQL itself refuses, before any execution. */
const graphqlRefusals = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * Returns 200 to a client that accepts plain JSON, where GraphQL itself refuses the request: such a client takes any other
 * status for one of an intermediary. `application/graphql-response+json` keeps 400. GraphQL over HTTP, "Status codes".
 */
function toStatus(
  status: number | undefined,
  errors: readonly GraphQLFormattedError[],
  responseType: ResponseType,
): number | undefined {
  if (status !== 400 || responseType !== 'application/json') return status;
  return errors.every(({ extensions }) => graphqlRefusals.has(extensions?.code)) ? 200 : status;
}

function addReport(
  result: FormattedExecutionResult,
  started: StartedOperation,
  callBudget: number,
): FormattedExecutionResult {
  if (started.request.explain !== 'report' || started.plan === null) return result;
  const calls = isRefused(started) ? [] : started.calls.list();
  const total = calls.reduce((sum, call) => sum + call.calls, 0);
  const upstream = { ...reportPlan(started.plan, callBudget), actual: { total, calls } };
  return { ...result, extensions: { ...result.extensions, upstream } };
}
