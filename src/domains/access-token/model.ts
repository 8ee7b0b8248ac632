/** A credential that lets a client act for one end user at Atomic. A secret of that user. */
export interface AccessToken {
  readonly publicToken: string;
  /** In milliseconds since the epoch. */
  readonly expiresAtMs: number;
}
