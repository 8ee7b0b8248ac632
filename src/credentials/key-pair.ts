/** An API key and its secret: the credentials that Atomic accepts. */
export interface KeyPair {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Owner of all cached and shared state of a caller. State is found and read with the owner's credentials only. */
export interface Owner extends KeyPair {
  /** The caller among several who share the credentials; null when the credentials have one holder. */
  readonly onBehalfOf: string | null;
}
