/** Where an error happened, without its message, which may quote what was sent. */
export function framesOf(error: unknown): string[] {
  const stack = Error.isError(error) ? (error.stack ?? '') : '';
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}
