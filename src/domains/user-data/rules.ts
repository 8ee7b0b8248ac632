import type { Config } from '../../config/config.ts';
import { isSegment } from '../../upstream/path.ts';
import type { InputError } from '../user-error/model.ts';

/** With `reference`, only the rules that the API reference states are checked, so that the upstream judges the rest. */
export type InputChecks = Config['inputChecks'];

/** A condition on one value. The message never repeats the value. */
export interface Rule {
  readonly holds: (value: string) => boolean;
  readonly code: InputError['code'];
  readonly message: string;
  /** Whether the rule is checked with `INPUT_CHECKS=strict` only. */
  readonly isStrict?: true;
}

/** The rules of each field of an input, in order; only the first broken rule is reported. */
export type Rules<Input> = { readonly [Field in keyof Input]?: readonly Rule[] };

/** Checks every string of an input. Strings without rules must still be well-formed Unicode of limited length. */
export function checkValues<Input extends object>(
  input: Input,
  rules: Rules<Input>,
  path: readonly string[],
  checks: InputChecks,
): InputError[] {
  return Object.keys({ ...rules, ...input }).flatMap((field) => {
    const value: unknown = Reflect.get(input, field);
    if (typeof value !== 'string') return [];
    const own = (Reflect.get(rules, field) ?? []) as readonly Rule[];
    const broken = [...rulesOfAllText, ...own].find(
      ({ holds, isStrict }) => !(isStrict && checks === 'reference') && !holds(value),
    );
    return broken ? [{ code: broken.code, message: broken.message, field: [...path, field] }] : [];
  });
}

export const invalid = (holds: Rule['holds'], message: string): Rule => ({ holds, code: 'INVALID', message });
export const matching = (pattern: RegExp, message: string): Rule => invalid((value) => pattern.test(value), message);

const maxTextLength = 1024;

/** The length is checked first, so that a long text is not searched. */
const rulesOfAllText = [
  invalid((value) => value.length <= maxTextLength, 'Must have at most 1,024 characters.'),
  invalid((value) => value.isWellFormed(), 'Must be well-formed Unicode.'),
] as const;

export const notBlank: Rule = {
  holds: (value) => value.trim() !== '',
  code: 'REQUIRED',
  message: 'Must not be blank.',
};

export const identifierRules = [notBlank, invalid(isSegment, 'Must not be `.` or `..`.')] as const;

export const idempotencyKeyRules = [
  invalid((key) => key.length <= 255, 'Must have at most 255 characters.'),
  notBlank,
] as const;
