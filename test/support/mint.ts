import type { TestGateway } from './gateway.ts';

const document = `mutation ($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) { accessToken { publicToken } }
}`;

export interface Minting {
  readonly tokenLifetime?: number;
  readonly idempotencyKey?: string;
  /** The credentials that create the token; the demo service by default. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Creates a public token of an end user through the gateway, then clears the simulator's call log. */
export async function mintToken(
  gateway: TestGateway,
  identifier: string,
  { headers = {}, ...more }: Minting = {},
): Promise<string> {
  const { data } = await gateway.query(document, { headers, variables: { input: { identifier, ...more } } });
  gateway.simulator.clearCalls();
  return data.createAccessToken.accessToken.publicToken;
}
