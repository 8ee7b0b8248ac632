import Type, { type TSchema } from 'typebox';

export const urlClaim = 'must be an http or https URL without a query';
export const jwksClaim = 'must be an http or https URL without a user name';

export const integer = (minimum: number, maximum: number, preset: number, title: string) =>
  Type.Integer({
    minimum,
    maximum,
    default: preset,
    title,
    claim: `must be a whole number from ${minimum} to ${maximum}`,
  });

export const port = (preset: number, title: string) => integer(0, 65_535, preset, title);

export const milliseconds = (preset: number, title: string) => integer(1, 600_000, preset, `${title}, in milliseconds`);

/** A switch whose preset follows from other variables. */
export const flag = (title: string) => Type.Optional(Type.Enum(['on', 'off'], { title }));

export const text = (title: string) =>
  Type.Optional(Type.String({ pattern: '\\S', title, claim: 'must not be blank' }));

export const url = (title: string) =>
  Type.Optional(Type.String({ pattern: '^https?://[^/?#]+[^?#]*$', title, claim: urlClaim }));

export const credential = (title: string) =>
  Type.Optional(Type.String({ pattern: '^[\\x21-\\x7e]+$', title, claim: 'must be printable ASCII without spaces' }));

/** Says which values a variable accepts; follows the name of the variable in a message. */
export function claimOf(variable: TSchema): string | null {
  const choices = choicesOf(variable);
  return choices.length > 0 ? `must be one of ${choices.join(', ')}` : readNote(variable, 'claim');
}

export function choicesOf(variable: object): readonly unknown[] {
  const choices: unknown = Reflect.get(variable, 'enum');
  return Array.isArray(choices) ? choices : [];
}

export function readNote(variable: object, note: 'default' | 'title' | 'claim' | 'type'): string | null {
  const value: unknown = Reflect.get(variable, note);
  return value === undefined ? null : String(value);
}
