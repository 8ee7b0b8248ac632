import { readTypeDefs } from '../../src/graphql/sdl.ts';
import { listSensitive } from '../../src/graphql/sensitive.ts';

/** A secret that stands in one place only, so that wherever else it turns up, it leaked. */
export interface Canary {
  /** Where it belongs: a coordinate of the schema, or a header. */
  readonly place: string;
  readonly secret: string;
}

/** What must look like what it stands for; each is what nothing else here has. */
const wellFormed: Readonly<Record<string, string>> = {
  'CardDetailsInput.number': '4539578763621486',
  'CardDetailsInput.expiry': '11/2087',
  'CardDetailsInput.cvv': '7531',
  'GalileoInput.accountNo': '5425233430109903',
  'GalileoInput.apiTransKey': 'Gx7TransKey93qwZt5Lm2',
  'AccountDetailsInput.accountNumber': '98761234567890',
  'AccountDetailsInput.routingNumber': '122105278',
  'IdentityInput.email': 'canary-input@mail.example',
  'IdentityInput.phone': '5558675309',
};

/** One canary for each place that the schema declares sensitive: a new one has its own at once. */
export const canaries: readonly Canary[] = listSensitive(readTypeDefs()).map(({ coordinate }) => ({
  place: coordinate,
  secret: wellFormed[coordinate] ?? `canary ${coordinate.replace('.', ' ')} 4e1d`,
}));

export function secretOf(place: string): string {
  const canary = canaries.find((each) => each.place === place);
  if (!canary) throw new Error(`Nothing sensitive is declared at ${place}.`);
  return canary.secret;
}

/** What stands at the places of one type: `{ number, expiry, cvv }` of `CardDetailsInput`. */
export function secretsOf(type: string): Record<string, string> {
  const own = canaries.filter(({ place }) => place.startsWith(`${type}.`));
  return Object.fromEntries(own.map(({ place, secret }) => [place.slice(type.length + 1), secret]));
}

export interface Leak {
  readonly place: string;
  readonly form: string;
  /** What it stands between. */
  readonly excerpt: string;
}

/** Every canary that stands in a text, as it is or encoded. */
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

/** As it stands within a longer text, at any of the three offsets, less the ends that its neighbours have a part in. */
function toBase64(bytes: Buffer, offset: number): string {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const whole = Math.floor((padded.length * 8) / 6);
  return padded.toString('base64').slice(Math.ceil((offset * 8) / 6), whole);
}

/** So few digits as a cvv has may also stand in a duration or an id, where they mean nothing. */
function toPattern(texts: readonly string[], flags = 'i'): RegExp {
  const parts = texts.map((text) => {
    const exact = RegExp.escape(text);
    return text.length < 6 ? `(?<![\\w.+/-])${exact}(?![\\w.+/-])` : exact;
  });
  return new RegExp(parts.join('|'), flags);
}
