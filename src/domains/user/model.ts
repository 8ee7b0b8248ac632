export interface User {
  readonly identifier: string;
}
