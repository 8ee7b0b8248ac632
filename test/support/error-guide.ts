import { errorCodes, isErrorCode } from './error-codes.ts';
import { callKinds, type Failure, failures, type Outcome } from './failure-table.ts';

const introduction = `# Errors

What a client sees when something goes wrong, and what it can do. Written by \`npm run docs\` from the tables that the tests
walk: change those, not this.

Absence is \`null\`. What a mutation refuses is in its \`userErrors\`. Everything else is in \`errors\`, each with its \`path\`, with
\`extensions.code\` and \`extensions.retryable\`, and where the upstream said so with \`extensions.retryAfter\` in seconds. Of a
query, everything but the fields that the failed call was for is still there. The payload of a mutation cannot be \`null\`:
when one of several in a document fails, \`data\` is \`null\` as a whole, and those before it have taken effect.

## Codes
`;

const afterCodes = `
\`retryable\` says whether the same request may succeed in a while, without harm. \`GRAPHQL_PARSE_FAILED\`,
\`GRAPHQL_VALIDATION_FAILED\`, \`OPERATION_RESOLUTION_FAILURE\` and \`BAD_REQUEST\` are GraphQL's own, and never \`retryable\`: the
request itself is malformed.

## What a failure of the upstream comes to

For each failure of each of the gateway's calls: a read of a task (\`details\`, \`status\`), a read of a list of a user (tasks,
accounts), a \`PUT\` (\`updateUser\`, \`endMonitoring\`) and the \`POST\` of \`createAccessToken\`. A call is made again
\`UPSTREAM_RETRIES\` times at most, here the usual two, where that does no harm and may be of use. A number says how many
calls it comes to, where it is more than one. All of a host's retries together are at most a fifth of its recent calls, and
ten at first: beyond that, a call that fails is not made again. Nor is one that the breaker of its host keeps back, which opens once
more than half of the last \`UPSTREAM_BREAKER_CALLS\` have failed, and at least a fifth of that number were made.

A \`PUT\` that is answered by any 2xx has taken effect, whatever else is wrong with the answer. A \`POST\` is sent again only when it provably never left.
No redirect is followed.
`;

const afterFailures = `
- *served*: the answer, as if nothing were wrong. *as \`null\`*, *as \`UNKNOWN\`*: the answer, with that in place of the field.
- \`null\`: there is no such task.
- \`REFUSED\`, \`NOT_FOUND\` *in \`userErrors\`*: the payload of the mutation says so, and nothing stands in \`errors\`.
- *after n s*: \`retryAfter\`. The gateway waits for it itself where that is within the deadline of the operation.
`;

const columns: Readonly<Record<(typeof callKinds)[number], string>> = {
  task: 'task',
  list: 'list of a user',
  put: '`PUT`',
  post: '`POST`',
};

/** The text of `docs/errors.md`. */
export function renderErrorGuide(): string {
  const codes = Object.entries(errorCodes).map(([code, { when, isRetryable, whatToDo }]) =>
    toRow([
      `\`${code}\``,
      when.replaceAll('](#', '](../README.md#'),
      isRetryable === null ? 'either' : `\`${isRetryable}\``,
      whatToDo,
    ]),
  );
  const titles = ['the upstream sends', ...callKinds.map((kind) => columns[kind])];
  return [
    introduction,
    ...toTable(['code', 'when', '`retryable`', 'what to do'], codes),
    afterCodes,
    ...toTable(titles, failures.map(toFailureRow)),
    afterFailures,
  ].join('\n');
}

const toTable = (titles: readonly string[], rows: readonly string[]) => [
  toRow(titles),
  toRow(titles.map(() => '---')),
  ...rows,
];

const toRow = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function toFailureRow({ failure, outcomes }: Failure): string {
  return toRow([failure, ...callKinds.map((kind) => describeOutcome(outcomes[kind]))]);
}

const results: Readonly<Record<string, string>> = {
  served: 'served',
  'served-lacking': 'served, as `null`',
  'served-unknown': 'served, as `UNKNOWN`',
  null: '`null`',
  'userErrors REFUSED': '`REFUSED` in `userErrors`',
  'userErrors NOT_FOUND': '`NOT_FOUND` in `userErrors`',
};

function describeOutcome({ result, calls, retryAfter }: Outcome): string {
  const parts = [isErrorCode(result) ? `\`${result}\`` : (results[result] ?? result)];
  if (retryAfter !== undefined) parts.push(typeof retryAfter === 'number' ? `after ${retryAfter} s` : 'after that');
  if (calls > 1) parts.push(`${calls} calls`);
  return parts.join(', ');
}
