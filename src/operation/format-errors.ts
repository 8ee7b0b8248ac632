import type { GraphQLError, GraphQLFormattedError } from 'graphql';

export type FormatError = (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError;

interface FormattedErrors {
  readonly formatted: readonly GraphQLFormattedError[];
  /** The HTTP status that an error requests; undefined where none does. */
  readonly status: number | undefined;
}

/** Prepares errors for their formatting as Apollo Server does: each has a code, and none has its HTTP status. */
export function formatErrors(errors: readonly GraphQLError[], formatError: FormatError): FormattedErrors {
  let status: number | undefined;
  const formatted = errors.map((error) => {
    const { http, ...extensions } = error.extensions;
    status = readStatus(http) ?? status;
    const code = extensions.code ?? 'INTERNAL_SERVER_ERROR';
    return formatError({ ...error.toJSON(), extensions: { ...extensions, code } }, error);
  });
  return { formatted, status };
}

function readStatus(http: unknown): number | undefined {
  if (typeof http !== 'object' || http === null || !('status' in http)) return undefined;
  return typeof http.status === 'number' ? http.status : undefined;
}
