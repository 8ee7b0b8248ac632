import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { KeySetError } from '../auth/key-set.ts';
import { StoreError } from '../state/redis.ts';
import { UpstreamError, type UpstreamErrorKind } from '../upstream/errors.ts';
import type { FormatError } from './format-errors.ts';
import { hideSuggestions } from './hide-suggestions.ts';
import { scrubMessage } from './scrub-message.ts';

interface Answer {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

const answers: Record<UpstreamErrorKind, Answer> = {
  'invalid-id': {
    code: 'BAD_USER_INPUT',
    message: 'An id must be well-formed Unicode of 1 to 1,024 characters, and neither `.` nor `..`.',
    retryable: false,
  },
  refused: { code: 'BAD_USER_INPUT', message: 'Atomic refused the request as invalid.', retryable: false },
  unauthenticated: { code: 'UNAUTHENTICATED', message: 'Atomic does not accept the credentials.', retryable: false },
  forbidden: { code: 'FORBIDDEN', message: 'Atomic does not allow this with these credentials.', retryable: false },
  'wrong-address': {
    code: 'UPSTREAM_INVALID_RESPONSE',
    message:
      'Atomic does not know this call (404): the host or the path in the configuration (`PAYLINK_PCI_URL`) is wrong.',
    retryable: false,
  },
  'not-found': { code: 'NOT_FOUND', message: 'Atomic has no such user.', retryable: false },
  'rate-limited': { code: 'RATE_LIMITED', message: 'Atomic limits the rate of requests.', retryable: true },
  unavailable: { code: 'UPSTREAM_UNAVAILABLE', message: 'Atomic cannot be reached, or failed.', retryable: true },
  'circuit-open': {
    code: 'UPSTREAM_UNAVAILABLE',
    message: 'Atomic failed too often in the last moments, and is not called for a while.',
    retryable: true,
  },
  overloaded: { code: 'RATE_LIMITED', message: 'Too many calls to Atomic are waiting already.', retryable: true },
  'over-limit': {
    code: 'RATE_LIMITED',
    message: 'You have used up the REST calls that you may make for now.',
    retryable: true,
  },
  cancelled: { code: 'UPSTREAM_TIMEOUT', message: 'The request was cancelled.', retryable: true },
  timeout: { code: 'UPSTREAM_TIMEOUT', message: 'Atomic did not respond in time.', retryable: true },
  'invalid-response': {
    code: 'UPSTREAM_INVALID_RESPONSE',
    message: 'The response of Atomic is not the one that its API promises.',
    retryable: false,
  },
  'outcome-unknown': {
    code: 'OUTCOME_UNKNOWN',
    message:
      'The mutation was sent to Atomic and its response was lost: it may or may not have taken effect. Query the `tasks` of ' +
      'the user to find out, or send the same input again without its `idempotencyKey`: that does no harm.',
    retryable: false,
  },
};

const internal: Answer = {
  code: 'INTERNAL_SERVER_ERROR',
  message: 'Something went wrong on our side.',
  retryable: false,
};

const stateUnavailable: Answer = {
  code: 'INTERNAL_SERVER_ERROR',
  message: 'The state of this gateway cannot be reached just now. Nothing was sent to Atomic.',
  retryable: true,
};
const keysUnavailable: Answer = {
  code: 'INTERNAL_SERVER_ERROR',
  message: 'The keys that verify bearer tokens cannot be read just now.',
  retryable: true,
};
const tooComplex = (message: string): Answer => ({ code: 'OPERATION_TOO_COMPLEX', message, retryable: false });

const badRequest = { code: 'BAD_REQUEST', retryable: false };

/** Clients that may not read the schema receive no suggestions, from which it can be guessed. */
export function createFormatError({ introspection }: { readonly introspection: boolean }): FormatError {
  return introspection ? formatError : hideSuggestions(formatError);
}

/** The error that a caller sees. It contains no text of the upstream, no stack, and no value that the caller sent. */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const cause = causeOf(thrown);
  if (cause instanceof UpstreamError) {
    const { kind, retryAfterMs, upstreamCode } = cause;
    return answerWith(answers[kind], formatted, {
      ...(retryAfterMs !== null && { retryAfter: Math.ceil(retryAfterMs / 1000) }),
      ...(upstreamCode !== null && { upstreamCode }),
    });
  }
  const { code, stacktrace: _stacktrace, ...more } = formatted.extensions ?? {};
  if (isRefusal(thrown)) return answerWith({ ...badRequest, message: formatted.message }, formatted);
  if (typeof code !== 'string' || code === internal.code) {
    return answerWith(toInternal(cause), formatted, more.requestId ? { requestId: more.requestId } : {});
  }
  if (typeof more.limit === 'string') return answerWith(tooComplex(formatted.message), formatted, more);
  if (code === ApolloServerErrorCode.GRAPHQL_PARSE_FAILED) {
    const excess = findExcess(formatted.message);
    if (excess) return answerWith(tooComplex(excess), formatted);
  }
  return answerWith(
    { code, message: scrubMessage(formatted.message, code, thrown), retryable: false },
    formatted,
    more,
  );
}

/** The error that was thrown in a resolver, or while the caller was identified. */
function causeOf(thrown: unknown): unknown {
  return thrown instanceof GraphQLError ? (thrown.originalError ?? thrown) : thrown;
}

function toInternal(cause: unknown): Answer {
  if (cause instanceof StoreError) return stateUnavailable;
  return cause instanceof KeySetError ? keysUnavailable : internal;
}

/** Whether an error is a fault of this gateway, which is logged. */
export function isUnforeseen(error: GraphQLError): boolean {
  const code = error.extensions.code ?? internal.code;
  const cause = causeOf(error);
  const isForeseen = cause instanceof UpstreamError || toInternal(cause) !== internal || isRefusal(error);
  return !isForeseen && code === internal.code;
}

/** Apollo Server refuses persisted queries without a code, but with a status that says the request is at fault. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.extensions.code !== undefined) return false;
  const { http } = error.extensions as { http?: { status?: number } };
  return http?.status === 400;
}

/** The limit that the parser has reached; null for a syntax error. */
function findExcess(message: string): string | null {
  const [, maxTokens] = /^Syntax Error: Document contains more tha[nt] (\d+) tokens/.exec(message) ?? [];
  if (maxTokens) return `This document has more than ${maxTokens} tokens (MAX_TOKENS).`;
  // Any other error is the parser running out of stack.
  return message.startsWith('Syntax Error') ? null : 'The document is nested too deeply.';
}

function answerWith(
  { code, message, retryable }: Answer,
  { locations, path }: GraphQLFormattedError,
  more: object = {},
): GraphQLFormattedError {
  return { message, ...(locations && { locations }), ...(path && { path }), extensions: { code, retryable, ...more } };
}
