import Type, { type Static } from 'typebox';
import { createShape } from '../../upstream/shape.ts';
import type { AccessToken } from './model.ts';

const tokenWire = Type.Object({ publicToken: Type.String({ minLength: 1 }) });

/** The answer may also hold `token`, a deprecated private token, which is dropped. */
export const accessTokenEnvelope = createShape(Type.Object({ data: tokenWire }));

/** No expiry comes back: it is counted from when the request was sent, so that it is never later than the true one. */
export function toAccessToken(
  { publicToken }: Static<typeof tokenWire>,
  sentAtMs: number,
  lifetimeSeconds: number,
): AccessToken {
  return { publicToken, expiresAtMs: sentAtMs + lifetimeSeconds * 1000 };
}
