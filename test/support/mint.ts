import type { TestGateway } from './gateway.ts';

const document = `mutation ($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) { accessToken { publicToken } }
}`;

export interface Minting {
  readonly tokenLifetime?: number;
  readonly idempotencyKey?: string;
  /** Of whoever has it made; the demo service without. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A public token of an end user, made through the gateway. Its making is not in the simulator's log. */
export async function mintToken(
  gateway: TestGateway,
  identifier: string,
  { headers = {}, ...more }: Minting = {},
): Promise<string> {
  const { data } = await gateway.query(document, { headers, variables: { input: { identifier, ...more } } });
  gateway.simulator.clearCalls();
  return data.createAccessToken.accessToken.publicToken;
}
