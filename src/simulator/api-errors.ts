/** An error response of the API. The message never repeats submitted values. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

export interface ErrorBody {
  readonly code: number;
  readonly message: string;
}

export const badRequest = (message: string) => new ApiError(400, 40000, message);
export const malformedJson = () => new ApiError(400, 40001, 'The request body is not valid JSON');
export const cardsRefused = () => new ApiError(400, 40002, 'Card data is accepted on the PCI host only');
export const unauthorized = () => new ApiError(401, 40101, 'Missing or invalid credentials');
export const publicTokenUnusable = () => new ApiError(401, 40104, 'The public token is unknown or has expired');
export const routeNotFound = () => new ApiError(404, 40400, 'Not found');
export const userNotFound = () => new ApiError(404, 40401, 'User not found');
export const taskNotFound = () => new ApiError(404, 40402, 'Task not found');
export const accountNotFound = () => new ApiError(404, 40403, 'Account not found');
export const invalid = (message: string) => new ApiError(422, 42200, message);

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Missing or invalid credentials',
  404: 'Not found',
  413: 'The request body is too large',
  422: 'A validation error occurred',
  429: 'Too many requests, please try again later',
};

/** The body of an error without further details. */
export function defaultErrorBody(status: number): ErrorBody {
  const message = TITLES[status] ?? (status >= 500 ? 'An error occurred with our API' : 'The request failed');
  return { code: status * 100, message };
}

/** The response when a handler, or Fastify itself, throws. */
export function toErrorResponse(error: unknown): { status: number; body: ErrorBody } {
  if (error instanceof ApiError) return { status: error.status, body: { code: error.code, message: error.message } };
  const thrown = (error as { statusCode?: unknown } | null)?.statusCode;
  const status = typeof thrown === 'number' && thrown >= 400 && thrown < 600 ? thrown : 500;
  // The reference has no 415: an unsupported content type is a bad request.
  const known = status === 415 ? 400 : status;
  return { status: known, body: defaultErrorBody(known) };
}
