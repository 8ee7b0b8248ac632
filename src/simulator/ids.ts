import { createHash } from 'node:crypto';

const digest = (...parts: readonly (string | number)[]) => createHash('sha256').update(parts.join('\n')).digest();

/** An id in the format of the API, 24 hexadecimal digits, derived from the parts. */
export function toId(...parts: readonly (string | number)[]): string {
  return digest(...parts)
    .toString('hex')
    .slice(0, 24);
}

/** A reproducible token, which is therefore not a secret outside a simulation. */
export function toToken(...parts: readonly (string | number)[]): string {
  return digest(...parts).toString('base64url');
}

/** At least 0 and less than 1. */
export function toFraction(...parts: readonly (string | number)[]): number {
  return digest(...parts).readUInt32BE() / 2 ** 32;
}
