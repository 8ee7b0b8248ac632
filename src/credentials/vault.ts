import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Owner } from './key-pair.ts';

/** Encrypts stored data of one owner for one purpose, so that the store reveals neither names nor content. */
export interface Vault {
  /** A keyed hash of the text as its name in the store. Only the owner can compute it; equal on every replica. */
  nameOf(text: string): string;
  /** Encrypts JSON content, bound to the name. */
  seal(name: string, content: object): string;
  /** Decrypts; throws if the content was not sealed by this owner for this purpose and name. */
  open(name: string, sealed: string): unknown;
}

const nonceBytes = 12;
const tagBytes = 16;

export function openVault({ apiKey, apiSecret, onBehalfOf }: Owner, purpose: string): Vault {
  return openVaultOf([apiKey, apiSecret, onBehalfOf], purpose);
}

/** A vault that opens only with all of these secrets. */
export function openVaultOf(secrets: readonly (string | null)[], purpose: string): Vault {
  const derived = Buffer.from(hkdfSync('sha256', JSON.stringify(secrets), '', `paylink-graphql ${purpose}`, 64));
  const [namingKey, sealingKey] = [derived.subarray(0, 32), derived.subarray(32)];
  return {
    nameOf: (text) => createHmac('sha256', namingKey).update(text).digest('base64url'),
    seal(name, content) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(Buffer.from(name));
      const sealed = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open(name, sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      const [nonce, tag] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes, nonceBytes + tagBytes)];
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(name)).setAuthTag(tag);
      const content = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
      return JSON.parse(content.toString());
    },
  };
}
