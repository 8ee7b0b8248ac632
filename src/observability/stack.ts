/** The stack frames of an error without its message, which may quote input. */
export function framesOf(error: unknown): string[] {
  const stack = Error.isError(error) ? (error.stack ?? '') : '';
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}
