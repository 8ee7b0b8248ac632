import { readTypeDefs } from '../../src/graphql/sdl.ts';
import { listSensitive } from '../../src/graphql/sensitive.ts';

/** A unique secret of one place. Finding it anywhere else means that it leaked. */
export interface Canary {
  /** The place of the secret: a schema coordinate or a header. */
  readonly place: string;
  readonly secret: string;
}

/** Values of fields that are checked for their format. */
const wellFormed: Readonly<Record<string, string>> = {
  'CardDetailsInput.number': '4539578763621486',
  'CardDetailsInput.expiry': '11/87',
  'CardDetailsInput.cvv': '7531',
  'GalileoInput.accountNo': '5425233430109903',
  'GalileoInput.apiTransKey': 'Gx7TransKey93qwZt5Lm2',
  'AccountDetailsInput.accountNumber': '98761234567890',
  'AccountDetailsInput.routingNumber': '122105278',
  'IdentityInput.email': 'canary-input@mail.example',
  'IdentityInput.phone': '5558675309',
};

/** One canary for each sensitive element of the schema; new elements get one automatically. */
export const canaries: readonly Canary[] = listSensitive(readTypeDefs()).map(({ coordinate }) => ({
  place: coordinate,
  secret: wellFormed[coordinate] ?? `canary ${coordinate.replace('.', ' ')} 4e1d`,
}));

export function secretOf(place: string): string {
  const canary = canaries.find((each) => each.place === place);
  if (!canary) throw new Error(`${place} is not declared sensitive.`);
  return canary.secret;
}

/** The secrets of one type by field, such as `{ number, expiry, cvv }` for `CardDetailsInput`. */
export function secretsOf(type: string): Record<string, string> {
  const own = canaries.filter(({ place }) => place.startsWith(`${type}.`));
  return Object.fromEntries(own.map(({ place, secret }) => [place.slice(type.length + 1), secret]));
}

export interface Leak {
  readonly place: string;
  readonly form: string;
  /** The text around the secret. */
  readonly excerpt: string;
}

/** Finds canaries in a text, unchanged or encoded. */
export function findLeaks(text: string, sought: readonly Canary[]): Leak[] {
  return sought.flatMap(({ place, secret }) =>
    Object.entries(formsOf(secret)).flatMap(([form, pattern]) => {
      const found = pattern.exec(text);
      if (!found) return [];
      return [{ place, form, excerpt: text.slice(Math.max(0, found.index - 60), found.index + 60) }];
    }),
  );
}

function formsOf(secret: string): Record<string, RegExp> {
  const bytes = Buffer.from(secret);
  const reversed = [...secret].reverse().join('');
  const base64 = [0, 1, 2].map((offset) => toBase64(bytes, offset));
  return {
    plain: toPattern([secret, JSON.stringify(secret).slice(1, -1)]),
    uri: toPattern([encodeURIComponent(secret), encodeURI(secret), secret.replaceAll(' ', '+')]),
    reversed: toPattern([reversed]),
    hex: toPattern([bytes.toString('hex')]),
    base64: toPattern(base64, ''),
    base64url: toPattern(
      base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
      '',
    ),
  };
}

/** The base64 of the bytes within a longer text at one of three offsets, without the characters shared with neighbours. */
function toBase64(bytes: Buffer, offset: number): string {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const whole = Math.floor((padded.length * 8) / 6);
  return padded.toString('base64').slice(Math.ceil((offset * 8) / 6), whole);
}

/** The few digits of a cvv may also occur by chance in a duration or an id. */
function toPattern(texts: readonly string[], flags = 'i'): RegExp {
  const parts = texts.map((text) => {
    const exact = RegExp.escape(text);
    return text.length < 6 ? `(?<![\\w.+/-])${exact}(?![\\w.+/-])` : exact;
  });
  return new RegExp(parts.join('|'), flags);
}
