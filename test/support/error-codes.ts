interface Meaning {
  readonly when: string;
  /** Null where it depends. */
  readonly isRetryable: boolean | null;
  readonly whatToDo: string;
}

/** Every code of an error of ours. `when` stands in the README too. */
export const errorCodes = {
  UNAUTHENTICATED: {
    when: 'no credentials, credentials of two kinds, or some that are not accepted, here or by the upstream (401)',
    isRetryable: false,
    whatToDo:
      'end users: sign in again, the message says why; services: check the key pair, and which upstream it is for',
  },
  FORBIDDEN: {
    when: 'the caller may not see or do this, or the upstream does not allow it (403)',
    isRetryable: false,
    whatToDo:
      'ask for what is your own, or with the scope that the message names; services: ask Atomic what these credentials may do',
  },
  BAD_USER_INPUT: {
    when: 'an argument cannot be right, or the upstream refused it (400, 422)',
    isRetryable: false,
    whatToDo: 'correct the argument that the message names, or the id',
  },
  NOT_FOUND: {
    when: 'the upstream knows no such user (404) where a list was asked for',
    isRetryable: false,
    whatToDo: 'create the user with `createAccessToken`, or correct the identifier',
  },
  RATE_LIMITED: {
    when: 'the upstream asks for fewer requests (429), too many calls wait for it here, or the caller has used up `RATE_LIMIT`',
    isRetryable: true,
    whatToDo: 'send it again after `retryAfter` seconds, or after a growing pause with jitter',
  },
  UPSTREAM_TIMEOUT: {
    when: 'no answer within `UPSTREAM_TIMEOUT_MS`, or within what was left of `OPERATION_TIMEOUT_MS`',
    isRetryable: true,
    whatToDo: 'send it again, for less at once where it asks for much',
  },
  UPSTREAM_UNAVAILABLE: {
    when: '50X, no connection, one that broke before the answer was complete, or a host that is not asked for a moment as it failed too often',
    isRetryable: true,
    whatToDo: 'send it again after `retryAfter` seconds, or after a growing pause with jitter',
  },
  UPSTREAM_INVALID_RESPONSE: {
    when: 'an answer that is not what the API promises',
    isRetryable: false,
    whatToDo: 'tell who runs the gateway: its log has the route and the status. A mutation may have taken effect',
  },
  OUTCOME_UNKNOWN: {
    when: 'a mutation was sent, and its answer lost, on the way or by a proxy (502, 504); the message says how to find out',
    isRetryable: false,
    whatToDo:
      'query the `tasks` of the user, or send the same input again without its `idempotencyKey`: that does no harm',
  },
  OPERATION_TOO_COMPLEX: {
    when: 'the operation is beyond one of the [limits](#limits); no call was made',
    isRetryable: false,
    whatToDo: 'ask for less at once: the message names the limit',
  },
  CALL_BUDGET_EXCEEDED: {
    when: 'the operation may need more REST calls than `UPSTREAM_CALL_BUDGET`; none was made',
    isRetryable: false,
    whatToDo: 'see what costs them with `x-paylink-explain: plan`, and split the operation',
  },
  DOCUMENT_NOT_TRUSTED: {
    when: 'only [trusted documents](#trusted-documents) run, and the request names none by its id; no call was made',
    isRetryable: false,
    whatToDo: 'send the id of an operation that is in the manifest',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    when: 'no document is registered under this hash: clients then send it along (status 200)',
    isRetryable: false,
    whatToDo: 'send the document along with its hash, as clients for persisted queries do',
  },
  INTERNAL_SERVER_ERROR: {
    when: 'our fault, or that of the issuer of tokens or of Redis, which cannot be reached; `extensions.requestId` is what to look for in the log',
    isRetryable: null,
    whatToDo: 'give the request id to who runs the gateway. Send it again where `retryable` is `true`',
  },
} as const satisfies Readonly<Record<string, Meaning>>;

export type ErrorCode = keyof typeof errorCodes;

export const isErrorCode = (result: string): result is ErrorCode => Object.hasOwn(errorCodes, result);
