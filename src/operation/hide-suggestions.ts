import type { GraphQLFormattedError } from 'graphql';

type FormatError = (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError;

/** Leaves out the names that graphql-js suggests, of documents and of variables alike: a schema can be guessed from them. */
export function hideSuggestions(formatError: FormatError): FormatError {
  return (formatted, thrown) => {
    const error = formatError(formatted, thrown);
    return { ...error, message: error.message.replace(/ ?Did you mean .+\?$/s, '') };
  };
}
