import Type, { type Static } from 'typebox';
import { maybe } from '../../upstream/shape.ts';
import type { Company } from './model.ts';

/** The shape of a company, and of a connector. */
export const companyWire = Type.Object({
  _id: maybe(Type.String()),
  name: maybe(Type.String()),
  branding: maybe(
    Type.Object({
      color: maybe(Type.String()),
      logo: maybe(Type.Object({ url: maybe(Type.String()), backgroundColor: maybe(Type.String()) })),
    }),
  ),
});

export function toCompany({ _id, name, branding }: Static<typeof companyWire>): Company {
  const logo = branding?.logo;
  return {
    id: _id ?? null,
    name: name ?? null,
    branding: branding
      ? {
          color: branding.color ?? null,
          logo: logo ? { url: logo.url ?? null, backgroundColor: logo.backgroundColor ?? null } : null,
        }
      : null,
  };
}
