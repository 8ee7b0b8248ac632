import Type, { type Static } from 'typebox';
import { openEnum } from '../../upstream/open-enum.ts';
import { maybe } from '../../upstream/shape.ts';
import type { AccountAction } from './model.ts';

const actionType = openEnum([
  'change-plan',
  'cancel-plan',
  'pause-plan',
  'view-account',
  'refresh',
  'connect-account',
  'disconnect-account',
  'switch',
]);

/** The API reference spells the id `id`; a guide of Atomic spells it `actionId`. */
export const actionWire = Type.Object({
  id: maybe(Type.String()),
  actionId: maybe(Type.String()),
  type: maybe(actionType.wire),
  automated: maybe(Type.Boolean()),
});

export function toAction({ id, actionId, type, automated }: Static<typeof actionWire>): AccountAction {
  return {
    actionId: id ?? actionId ?? null,
    type: actionType.read(type),
    typeCode: type ?? null,
    automated: automated ?? null,
  };
}
