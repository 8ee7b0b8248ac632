/** Takes what nobody is to read out of what is told to logs, traces, metrics and callers. */
export interface Redactor {
  /** A value of any depth, as it may be told. */
  redact(value: unknown): unknown;
  /** The same of a value that stands under a name. */
  redactNamed(name: string, value: unknown): unknown;
  redactText(text: string): string;
}

const mask = '[redacted]';

/** Headers, and what they are called elsewhere. */
const credentialNames = ['authorization', 'cookie', 'set-cookie', 'api-key', 'api-secret', 'public-token'];

/** One redactor of the names under which something sensitive stands, in whatever spelling. */
export function createRedactor(sensitiveNames: readonly string[]): Redactor {
  const names = new Set([...credentialNames, ...sensitiveNames].map(toPlain));
  const pair = toPairPattern(names);

  function redact(value: unknown): unknown {
    if (typeof value === 'string') return redactText(value);
    if (typeof value === 'number') return isTold(value) ? value : mask;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(redact);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [redactText(name), redactNamed(name, each)]));
  }

  function redactNamed(name: string, value: unknown): unknown {
    return names.has(toPlain(name)) && value !== null && value !== undefined ? mask : redact(value);
  }

  function redactText(text: string): string {
    return maskShapes(text.replace(pair, `$1${mask}`));
  }

  return { redact, redactNamed, redactText };
}

/** `x-api-key`, `API_KEY` and `apiKey` are one name. */
function toPlain(name: string): string {
  return name.toLowerCase().replace(/^x-|[-_]/g, '');
}

/** `"cvv":"123"`, `cvv=123` and `Authorization: Bearer …` within a text. */
function toPairPattern(names: ReadonlySet<string>): RegExp {
  const anyName = [...names].map((name) => name.split('').join('[-_]?')).join('|');
  const value = String.raw`"(?:[^"\\]|\\.)*"?|(?:(?:Bearer|Basic)\s+)?[^\s,;&}\]]+`;
  return new RegExp(String.raw`((?<![a-z])(?:${anyName})["']?\s*[:=]\s*)(?:${value})`, 'gi');
}

/** What gives itself away by its form, wherever it stands. */
function maskShapes(text: string): string {
  return text
    .replace(/\bey[\w-]{5,}\.[\w-]+\.[\w-]*/g, mask)
    .replace(/(?<=\/\/)[^\s/@]+(?=@)/g, mask)
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi, mask)
    .replace(/[\w-]{20,}/g, (word) => (isToken(word) ? mask : word))
    .replace(/(?<![\da-f-])\d(?:[ -]?\d){11,18}(?![\da-f-])/gi, (digits) => (isCardNumber(digits) ? mask : digits));
}

/** Random letters of both cases and digits; an id of a request has letters of one case, a name few digits. */
function isToken(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && word.replace(/\D/g, '').length >= 3;
}

/** A point in time in milliseconds has 13 digits, and is told. */
function isTold(value: number): boolean {
  return value < 1e13 || !isCardNumber(String(value));
}

/** Whether the check digit of Luhn is right. */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const weighted = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return digits.length >= 12 && sum % 10 === 0;
}
