import Type, { type Static } from 'typebox';
import { maybe } from '../../upstream/shape.ts';
import type { Identity } from './model.ts';

export const identityWire = Type.Object({
  firstName: maybe(Type.String()),
  lastName: maybe(Type.String()),
  email: maybe(Type.String()),
  phone: maybe(Type.String()),
  address: maybe(Type.String()),
  address2: maybe(Type.String()),
  city: maybe(Type.String()),
  state: maybe(Type.String()),
  postalCode: maybe(Type.String()),
});

export function toIdentity(wire: Static<typeof identityWire>): Identity {
  return {
    firstName: wire.firstName ?? null,
    lastName: wire.lastName ?? null,
    email: wire.email ?? null,
    phone: wire.phone ?? null,
    address: wire.address ?? null,
    address2: wire.address2 ?? null,
    city: wire.city ?? null,
    state: wire.state ?? null,
    postalCode: wire.postalCode ?? null,
  };
}
