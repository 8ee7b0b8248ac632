import Type, { type TSchema } from 'typebox';

/** Without a preset, the value follows from other variables. */
export const integer = (minimum: number, maximum: number, preset: number | null, title: string) =>
  Type.Integer({
    minimum,
    maximum,
    ...(preset !== null && { default: preset }),
    title,
    claim: `must be a whole number from ${minimum} to ${maximum}`,
  });

export const port = (preset: number, title: string) => integer(0, 65_535, preset, title);

export const milliseconds = (preset: number, title: string) => integer(1, 600_000, preset, `${title}, in milliseconds`);

/** A switch whose preset follows from other variables. */
export const flag = (title: string) => Type.Optional(Type.Enum(['on', 'off'], { title }));

export const text = (title: string) =>
  Type.Optional(Type.String({ pattern: '\\S', title, claim: 'must not be blank' }));

/** The base of REST paths: a user name would go into every log of a URL, and `//` would change every path. */
export const baseUrl = (title: string) =>
  Type.Optional(
    Type.Refine(
      Type.String({
        pattern: '^https?://[^/?#@\\s\\\\]+(/[^/?#\\s\\\\]+)*/?$',
        title,
        claim: 'must be an http or https URL without a user name, a query or an empty path segment',
      }),
      URL.canParse,
    ),
  );

/** A secret, which may also be in a file. */
export const credential = (title: string) =>
  Type.Optional(
    Type.String({
      pattern: '^[\\x21-\\x7e]+$',
      title,
      claim: 'must be printable ASCII without spaces',
      isSecret: true,
    }),
  );

/** Known to most programs by its lower-case name too, which curl and undici prefer. */
export const proxy = (alias: string, title: string) =>
  Type.Optional(
    Type.Refine(
      Type.String({
        pattern: '^(https?://)?[^/?#\\s\\\\]+/?$',
        title: `${title}; also read as ${alias}`,
        claim: 'must be the URL of an http or https proxy',
        alias,
      }),
      (value) => URL.canParse(value.includes('://') ? value : `http://${value}`),
    ),
  );

/** Says which values a variable accepts; follows the name of the variable in a message. */
export function claimOf(variable: TSchema): string | null {
  const choices = choicesOf(variable);
  return choices.length > 0 ? `must be one of ${choices.join(', ')}` : readNote(variable, 'claim');
}

export function choicesOf(variable: object): readonly unknown[] {
  const choices: unknown = Reflect.get(variable, 'enum');
  return Array.isArray(choices) ? choices : [];
}

export function readNote(
  variable: object,
  note: 'default' | 'title' | 'claim' | 'type' | 'alias' | 'isSecret' | 'mayBeEmpty',
): string | null {
  const value: unknown = Reflect.get(variable, note);
  return value === undefined ? null : String(value);
}
