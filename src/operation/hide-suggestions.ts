import type { GraphQLFormattedError } from 'graphql';

type FormatError = (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError;

/** Removes the names that graphql-js suggests, from which a schema can be guessed. */
export function hideSuggestions(formatError: FormatError): FormatError {
  return (formatted, thrown) => {
    const error = formatError(formatted, thrown);
    return { ...error, message: error.message.replace(/ ?Did you mean .+\?$/s, '') };
  };
}
