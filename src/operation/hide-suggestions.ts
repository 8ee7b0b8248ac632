import type { FormatError } from './format-errors.ts';

/** Removes the names that graphql-js suggests, from which a schema can be guessed. */
export function hideSuggestions(formatError: FormatError): FormatError {
  return (formatted, thrown) => {
    const error = formatError(formatted, thrown);
    const [message = ''] = error.message.split('Did you mean ', 1);
    return { ...error, message: message.trimEnd() };
  };
}
