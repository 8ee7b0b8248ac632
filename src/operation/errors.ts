import { ApolloServerErrorCode } from '@apollo/server/errors';
import { type ASTNode, GraphQLError, type GraphQLFormattedError, isValueNode, Kind, print } from 'graphql';
import { KeySetError } from '../auth/key-set.ts';
import { StoreError } from '../state/redis.ts';
import { UpstreamError, type UpstreamErrorKind } from '../upstream/errors.ts';
import { redactor } from './redactor.ts';

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
  'not-found': { code: 'NOT_FOUND', message: 'Atomic knows no such user.', retryable: false },
  'rate-limited': { code: 'RATE_LIMITED', message: 'Atomic asks for fewer requests.', retryable: true },
  unavailable: { code: 'UPSTREAM_UNAVAILABLE', message: 'Atomic cannot be reached, or failed.', retryable: true },
  'circuit-open': {
    code: 'UPSTREAM_UNAVAILABLE',
    message: 'Atomic failed too often just now: it is not asked again for a moment.',
    retryable: true,
  },
  overloaded: { code: 'RATE_LIMITED', message: 'Too many calls wait for Atomic already.', retryable: true },
  'over-limit': {
    code: 'RATE_LIMITED',
    message: 'You have made as many REST calls as you may for now.',
    retryable: true,
  },
  cancelled: { code: 'UPSTREAM_TIMEOUT', message: 'The request was given up.', retryable: true },
  timeout: { code: 'UPSTREAM_TIMEOUT', message: 'Atomic did not answer in time.', retryable: true },
  'invalid-response': {
    code: 'UPSTREAM_INVALID_RESPONSE',
    message: 'Atomic answered something other than it promises.',
    retryable: false,
  },
  'outcome-unknown': {
    code: 'OUTCOME_UNKNOWN',
    message:
      'The mutation was sent to Atomic and its answer was lost: it may or may not have taken effect. Query the `tasks` of ' +
      'the user to see what Atomic knows, or send the same input again, without its `idempotencyKey`: that does no harm.',
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
  message: 'What this gateway keeps cannot be reached just now. Nothing was sent to Atomic.',
  retryable: true,
};
const keysUnavailable: Answer = {
  code: 'INTERNAL_SERVER_ERROR',
  message: 'The keys that bearer tokens are verified by cannot be read just now.',
  retryable: true,
};
const tooComplex = (message: string): Answer => ({ code: 'OPERATION_TOO_COMPLEX', message, retryable: false });

const badRequest = { code: 'BAD_REQUEST', retryable: false };

const introspectionOff: Answer = {
  code: 'GRAPHQL_VALIDATION_FAILED',
  message: 'Introspection is off here.',
  retryable: false,
};

/** What a caller sees of an error. Nothing that the upstream wrote, no stack, and no value that the caller sent. */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const cause = causeOf(thrown);
  if (cause instanceof UpstreamError) {
    const seconds = cause.retryAfterMs === null ? null : Math.ceil(cause.retryAfterMs / 1000);
    return answerWith(answers[cause.kind], formatted, seconds === null ? {} : { retryAfter: seconds });
  }
  const { code, stacktrace: _stacktrace, ...more } = formatted.extensions ?? {};
  if (more.validationErrorCode === 'INTROSPECTION_DISABLED') return answerWith(introspectionOff, formatted);
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
    { code, message: withoutSecrets(withoutValue(formatted.message, code, thrown)), retryable: false },
    formatted,
    more,
  );
}

/** What was thrown, wherever: by a resolver, or while the caller was identified. */
function causeOf(thrown: unknown): unknown {
  return thrown instanceof GraphQLError ? (thrown.originalError ?? thrown) : thrown;
}

/** How much of a fault of ours is told. */
function toInternal(cause: unknown): Answer {
  if (cause instanceof StoreError) return stateUnavailable;
  return cause instanceof KeySetError ? keysUnavailable : internal;
}

/** Whether an error is one that we did not foresee, and therefore one for the log. */
export function isUnforeseen(error: GraphQLError): boolean {
  const code = error.extensions.code ?? internal.code;
  const cause = causeOf(error);
  const isForeseen = cause instanceof UpstreamError || toInternal(cause) !== internal || isRefusal(error);
  return !isForeseen && code === internal.code;
}

/** What Apollo Server refuses about persisted queries has no code, but a status that lays it at the caller's door. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.extensions.code !== undefined) return false;
  const { http } = error.extensions as { http?: { status?: number } };
  return http?.status === 400;
}

/** In the words of a limit, when it is one that the parser has come to. */
function findExcess(message: string): string | null {
  const [, maxTokens] = /^Syntax Error: Document contains more tha[nt] (\d+) tokens/.exec(message) ?? [];
  if (maxTokens) return `This document has more than ${maxTokens} tokens (MAX_TOKENS).`;
  // Anything but a syntax error is the parser running out of stack.
  return message.startsWith('Syntax Error') ? null : 'The document is nested too deeply.';
}

function answerWith(
  { code, message, retryable }: Answer,
  { locations, path }: GraphQLFormattedError,
  more: object = {},
): GraphQLFormattedError {
  return { message, ...(locations && { locations }), ...(path && { path }), extensions: { code, retryable, ...more } };
}

const leafKinds = new Set<string>([Kind.INT, Kind.FLOAT, Kind.STRING, Kind.BOOLEAN, Kind.ENUM]);

/** A literal that does not fit its type, or its place, is quoted by graphql-js, and may be a secret. */
function withoutValue(message: string, code: string, thrown: unknown): string {
  if (code === ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE)
    return 'Must provide operation name: `operationName` must name one of those in the document.';
  if (code === ApolloServerErrorCode.GRAPHQL_PARSE_FAILED) return message.replace(quotedToken, '$1.');
  const node =
    thrown instanceof GraphQLError && code === ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED && thrown.nodes?.[0];
  return node && isQuoted(node, message) ? 'A value does not fit the type that is expected there.' : message;
}

/** A name is quoted where it is not known, and may be a secret that stands where a name belongs. */
function withoutSecrets(message: string): string {
  return redactor.redactText(message.replace(/"[^"]*\d{5}[^"]*"/g, '"[redacted]"'));
}

/** `found String "4111"`, `Unexpected Name "x"`, `escape sequence: "\u{41"`; punctuation is quoted without a kind. */
const quotedToken = /( (?:Name|Int|Float|String|BlockString)|escape sequence):? ".*"\.$/s;

function isQuoted(node: ASTNode, message: string): boolean {
  if (!isValueNode(node) || node.kind === Kind.VARIABLE) return false;
  return leafKinds.has(node.kind) || message.includes(print(node));
}
