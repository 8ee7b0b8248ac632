interface Meaning {
  readonly when: string;
  /** Null if it depends on the cause. */
  readonly isRetryable: boolean | null;
  readonly advice: string;
}

/** Every error code of this gateway, as `docs/errors.md` lists it. The links are relative to that page. */
export const errorCodes = {
  UNAUTHENTICATED: {
    when: 'The request has no credentials, credentials of two kinds, or credentials that the gateway or Atomic (401) does not accept.',
    isRetryable: false,
    advice:
      'End users: sign in again; the message states the reason. Services: check the key pair, and the upstream it belongs to.',
  },
  FORBIDDEN: {
    when: 'The caller may not read or do this, or Atomic does not allow it (403).',
    isRetryable: false,
    advice:
      'Request your own data, or use a token with the scope that the message names. Services: ask Atomic about the rights of the key pair.',
  },
  BAD_USER_INPUT: {
    when: 'An argument is invalid, or Atomic refused it (400, 422).',
    isRetryable: false,
    advice: 'Correct the argument that the message names, or the id.',
  },
  NOT_FOUND: {
    when: 'Atomic has no such user (404), and the operation requested a list of that user.',
    isRetryable: false,
    advice: 'Create the user with `createAccessToken`, or correct the identifier.',
  },
  RATE_LIMITED: {
    when: 'Atomic refused the call with a 429, too many calls are waiting in the gateway, or the caller has used up `RATE_LIMIT`.',
    isRetryable: true,
    advice: 'Retry after `retryAfter` seconds, or with exponential backoff and jitter.',
  },
  UPSTREAM_TIMEOUT: {
    when: 'Atomic did not answer within `UPSTREAM_TIMEOUT_MS`, or within the time left of `OPERATION_TIMEOUT_MS`.',
    isRetryable: true,
    advice: 'Retry. Request less at once if the operation is large.',
  },
  UPSTREAM_UNAVAILABLE: {
    when: 'Atomic answered 50X, the connection failed or broke, or the circuit breaker of the host is open.',
    isRetryable: true,
    advice: 'Retry after `retryAfter` seconds, or with exponential backoff and jitter.',
  },
  UPSTREAM_INVALID_RESPONSE: {
    when: 'The response of Atomic does not have the promised form, or Atomic does not know `POST /access-token` (404).',
    isRetryable: false,
    advice:
      'Contact the operator of the gateway: its log contains the route and the status, and a 404 means a wrong host or path. Otherwise a mutation may have taken effect.',
  },
  OUTCOME_UNKNOWN: {
    when: 'A mutation was sent and its response was lost, on the connection or behind a proxy (408, 502, 504, 520 to 530).',
    isRetryable: false,
    advice:
      'Query the `tasks` of the user, or send the same input again without its `idempotencyKey`, which does no harm.',
  },
  OPERATION_TOO_COMPLEX: {
    when: 'The operation, or its response, exceeds one of the [limits](limits.md).',
    isRetryable: false,
    advice: 'Request less at once. The message names the limit.',
  },
  CALL_BUDGET_EXCEEDED: {
    when: 'The operation may need more REST calls than `UPSTREAM_CALL_BUDGET`. No REST call was made.',
    isRetryable: false,
    advice: 'Read the plan with `x-paylink-explain: plan`, and split the operation.',
  },
  DOCUMENT_NOT_TRUSTED: {
    when: 'The gateway runs only [trusted documents](trusted-documents.md), and the request does not contain the id of one. No REST call was made.',
    isRetryable: false,
    advice: 'Send the id of an operation in the manifest.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    when: 'No document is registered under this hash (status 200).',
    isRetryable: false,
    advice: 'Send the document together with its hash. Clients with automatic persisted queries do so by themselves.',
  },
  INTERNAL_SERVER_ERROR: {
    when: 'A fault of the gateway, or Redis or the issuer of bearer tokens cannot be reached.',
    isRetryable: null,
    advice:
      'Give `extensions.requestId` to the operator of the gateway, who finds it in the log. Retry if `retryable` is `true`.',
  },
} as const satisfies Readonly<Record<string, Meaning>>;

export type ErrorCode = keyof typeof errorCodes;

export const isErrorCode = (result: string): result is ErrorCode => Object.hasOwn(errorCodes, result);
