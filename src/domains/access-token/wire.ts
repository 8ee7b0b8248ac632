import Type, { type Static } from 'typebox';
import { createShape } from '../../upstream/shape.ts';
import type { AccessToken } from './model.ts';

const tokenWire = Type.Object({
  publicToken: Type.String({ minLength: 1 }),
  /** A deprecated private token: it is known to come, and dropped. */
  token: Type.Optional(Type.Unknown()),
});

export const accessTokenEnvelope = createShape(Type.Object({ data: tokenWire }));

/** No expiry comes back: it is counted from when the request was sent, so that it is never later than the true one. */
export function toAccessToken(
  { publicToken }: Static<typeof tokenWire>,
  sentAtMs: number,
  lifetimeSeconds: number,
): AccessToken {
  return { publicToken, expiresAtMs: sentAtMs + lifetimeSeconds * 1000 };
}
