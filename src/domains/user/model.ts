export interface User {
  readonly identifier: string;
  /** Atomic's own id of the user. Only the details of a task contain it. */
  readonly id: string | null;
}
