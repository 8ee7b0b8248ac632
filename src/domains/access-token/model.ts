/** What a client of one end user proves itself with at Atomic. A secret of that user. */
export interface AccessToken {
  readonly publicToken: string;
  /** In milliseconds since the epoch. */
  readonly expiresAtMs: number;
}
