const messages: Readonly<Record<number, string>> = {
  400: 'The request is malformed: its body must be valid JSON.',
  404: 'Not found.',
  415: 'The `content-type` of the body must be `application/json`.',
};

/** Formats errors as a GraphQL response, which most clients expect. */
export function toErrorResponse(status: number, message = describe(status), more: object = {}): object {
  const code = status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
  return { errors: [{ message, extensions: { code, retryable: false, ...more } }] };
}

function describe(status: number): string {
  return messages[status] ?? (status < 500 ? 'The request was refused.' : 'Something went wrong on our side.');
}
