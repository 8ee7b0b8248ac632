import type { InputError } from '../user-error/model.ts';

interface Parts<Text> {
  readonly number: Text;
  readonly lastFour: Text;
}

/** Requires the number or its last four digits; if both are given, they must agree. `fields` are their names in the input. */
export function checkNumber(
  { number, lastFour }: Parts<string | null | undefined>,
  fields: Parts<string>,
  path: readonly string[],
): InputError[] {
  if (number == null && lastFour == null) {
    const message = `Either this or \`${fields.lastFour}\` is required.`;
    return [{ code: 'REQUIRED', message, field: [...path, fields.number] }];
  }
  if (number != null && lastFour != null && !number.endsWith(lastFour)) {
    const message = `Must match the end of \`${fields.number}\`.`;
    return [{ code: 'CONFLICT', message, field: [...path, fields.lastFour] }];
  }
  return [];
}
