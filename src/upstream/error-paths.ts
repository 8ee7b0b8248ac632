/** Paths of a body, in parts: `cards.0.title` is `["cards", "0", "title"]`. */
export type ErrorPaths = readonly (readonly string[])[];

const maxLength = 8192;
const maxPaths = 100;

const part = '(?:[A-Za-z][A-Za-z0-9]{0,31}|\\d{1,3})(?![A-Za-z0-9_])';
/** Written as `cards.0.title`, `cards[0].title`, `/cards/0/title` or `["cards",0,"title"]`. */
const pathPattern = new RegExp(`(?<![\\w.])${part}(?:[./[\\]",]{1,4}${part}){0,8}`, 'g');
const quotes = new Set(['"', "'", '`']);

/**
 * Finds everything in an error body that may be a path. A single word counts only in quotes: prose is full of words. The work
 * is linear, as each repetition is bounded.
 */
export function findPaths(body: string): ErrorPaths {
  const text = body.slice(0, maxLength);
  const paths: string[][] = [];
  for (const match of text.matchAll(pathPattern)) {
    const parts = match[0].match(/[A-Za-z0-9]+/g) ?? [];
    if (parts.length > 1 || isQuoted(text, match)) paths.push(parts);
    if (paths.length === maxPaths) break;
  }
  return paths;
}

/** Whether a word is a text in quotes, rather than a key of the JSON. */
function isQuoted(text: string, { index, 0: word }: RegExpExecArray): boolean {
  const after = text.slice(index + word.length, index + word.length + 4);
  return quotes.has(text[index - 1] ?? '') && /^\\?["'`]/.test(after) && !/^"\s*:/.test(after);
}
