export interface User {
  readonly identifier: string;
  /** Atomic's own id, where the details of a task told it. */
  readonly id: string | null;
}
