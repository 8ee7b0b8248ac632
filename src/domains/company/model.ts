export interface Company {
  readonly id: string | null;
  readonly name: string | null;
  readonly branding: Branding | null;
}

export interface Branding {
  readonly color: string | null;
  readonly logo: Logo | null;
}

export interface Logo {
  readonly url: string | null;
  readonly backgroundColor: string | null;
}
