/** Removes sensitive values from everything sent to logs, traces, metrics and callers. */
export interface Redactor {
  /** Redacts a value of any depth. */
  redact(value: unknown): unknown;
  /** Redacts the value of a property with this name. */
  redactNamed(name: string, value: unknown): unknown;
  redactText(text: string): string;
}

const mask = '[redacted]';

/** The names of credentials: headers, and properties in another spelling. */
const credentialNames = ['authorization', 'cookie', 'set-cookie', 'api-key', 'api-secret', 'public-token'];

/** Text beyond this length is cut off before the rest is searched. */
const defaultMaxLength = 1024;

/** Redacts values by these names in any spelling, and values that look sensitive. */
export function createRedactor(sensitiveNames: readonly string[], maxLength = defaultMaxLength): Redactor {
  const names = new Set([...credentialNames, ...sensitiveNames].map(toPlain));
  const pair = toPairPattern(names);

  function redact(value: unknown): unknown {
    if (typeof value === 'string') return redactText(value);
    if (typeof value === 'number') return isSafeNumber(value) ? value : mask;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(redact);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [redactText(name), redactNamed(name, each)]));
  }

  function redactNamed(name: string, value: unknown): unknown {
    return names.has(toPlain(name)) && value !== null && value !== undefined ? mask : redact(value);
  }

  function redactText(text: string): string {
    const shown = maskShapes(text.slice(0, maxLength).replace(pair, `$1${mask}`));
    return text.length > maxLength ? dropEnd(shown) : shown;
  }

  return { redact, redactNamed, redactText };
}

/** Longer than a card number with separators. */
const halfSecretLength = 64;

/** Drops the last words of a text that was cut: they may be half of a secret. */
function dropEnd(text: string): string {
  return `${text.slice(0, Math.max(0, text.lastIndexOf(' ', text.length - halfSecretLength)))}…`;
}

/** `x-api-key`, `API_KEY` and `apiKey` are the same name. */
function toPlain(name: string): string {
  return name.toLowerCase().replace(/^x-|[-_]/g, '');
}

// Each pattern takes time in proportion to the text: a repeat is bounded, or starts only where the run of its characters starts.

/** Matches `"cvv":"123"`, `cvv=123` and `Authorization: Bearer …` within a text. */
function toPairPattern(names: ReadonlySet<string>): RegExp {
  const anyName = [...names].map((name) => name.split('').join('[-_]?')).join('|');
  const value = String.raw`"(?:[^"\\]|\\.)*"?|(?:(?:Bearer|Basic)\s{1,64})?[^\s,;&}\]]+`;
  return new RegExp(String.raw`((?<![a-z])(?:${anyName})["']?\s{0,64}[:=]\s{0,64})(?:${value})`, 'gi');
}

/** Masks JWTs, user info in URLs, e-mail addresses, tokens and card numbers, recognized by their format. */
function maskShapes(text: string): string {
  return text
    .replace(/(?<![\w-])ey[\w-]{5,}\.[\w-]+\.[\w-]*/g, mask)
    .replace(/(?<=\/\/)[^\s/@]+(?=@)/g, mask)
    .replace(/(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi, mask)
    .replace(/[\w-]{20,}/g, (word) => (isToken(word) ? mask : word))
    .replace(/(?<![\da-f-])\d(?:[ -]?\d){11,18}(?![\da-f-])/gi, (digits) => (isCardNumber(digits) ? mask : digits));
}

/** Tokens mix both cases with digits. Request ids have letters of one case, and names have few digits. */
function isToken(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && word.replace(/\D/g, '').length >= 3;
}

/** Numbers of up to 13 digits are safe, because timestamps in milliseconds have 13. */
function isSafeNumber(value: number): boolean {
  return value < 1e13 || !isCardNumber(String(value));
}

/** Checks length and Luhn checksum. */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const weighted = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return digits.length >= 12 && sum % 10 === 0;
}
