/** An API key and its secret: the credentials that Atomic accepts. */
export interface KeyPair {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Owner of all cached and shared state of a caller. State is found and read with the owner's credentials only. */
export interface Owner extends KeyPair {
  /** Identifies one of several callers that share the credentials; null when there is only one. */
  readonly onBehalfOf: string | null;
}
