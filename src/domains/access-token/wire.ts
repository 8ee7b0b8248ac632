import Type, { type Static } from 'typebox';
import { createShape } from '../../upstream/shape.ts';
import type { AccessToken } from './model.ts';

const tokenWire = Type.Object({
  publicToken: Type.String({ minLength: 1 }),
  /** A deprecated private token, declared so that it is not reported as drift, and dropped. */
  token: Type.Optional(Type.Unknown()),
});

export const accessTokenEnvelope = createShape(Type.Object({ data: tokenWire }));

/** The upstream returns no expiry. Counting from the time of the request keeps ours at or before the true one. */
export function toAccessToken(
  { publicToken }: Static<typeof tokenWire>,
  sentAtMs: number,
  lifetimeSeconds: number,
): AccessToken {
  return { publicToken, expiresAtMs: sentAtMs + lifetimeSeconds * 1000 };
}
