import { errorCodes, isErrorCode } from '../support/error-codes.ts';
import { callKinds, type Failure, failures, type Outcome } from '../support/failure-table.ts';
import { toTable } from './table.ts';

export function renderErrorCodes(): string {
  const rows = Object.entries(errorCodes).map(([code, { when, isRetryable, advice }]) => [
    `\`${code}\``,
    when,
    isRetryable === null ? 'depends' : `\`${isRetryable}\``,
    advice,
  ]);
  return toTable(['code', 'when', '`retryable`', 'what to do'], rows);
}

const columns: Readonly<Record<(typeof callKinds)[number], string>> = {
  task: 'task',
  list: 'list of a user',
  put: '`PUT`',
  post: '`POST`',
};

/** The outcome of every failure of the upstream, from the table that the tests walk. */
export function renderFailures(): string {
  return toTable(['Atomic sends', ...callKinds.map((kind) => columns[kind])], failures.map(toFailureRow));
}

function toFailureRow({ failure, outcomes }: Failure): string[] {
  return [failure, ...callKinds.map((kind) => describeOutcome(outcomes[kind]))];
}

const results: Readonly<Record<string, string>> = {
  served: 'served',
  'served-lacking': 'served, field is `null`',
  'served-unknown': 'served, field is `UNKNOWN`',
  null: '`null`',
  'userErrors REFUSED': '`REFUSED` in `userErrors`',
  'userErrors NOT_FOUND': '`NOT_FOUND` in `userErrors`',
};

function describeOutcome({ result, calls, retryAfter }: Outcome): string {
  const parts = [isErrorCode(result) ? `\`${result}\`` : (results[result] ?? result)];
  if (retryAfter !== undefined) {
    parts.push(typeof retryAfter === 'number' ? `\`retryAfter\` ${retryAfter}` : '`retryAfter` until that date');
  }
  if (calls > 1) parts.push(`${calls} calls`);
  return parts.join(', ');
}
