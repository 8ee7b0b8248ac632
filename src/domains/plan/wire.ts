import Type, { type Static } from 'typebox';
import { maybe, maybeTime } from '../../upstream/shape.ts';
import { toDate, toDay } from '../../upstream/time.ts';
import { toMoney } from '../money/model.ts';
import { maybeAmount } from '../money/wire.ts';
import type { PayLinkAccount } from '../pay-link-account/model.ts';
import type { PendingChange, Plan } from './model.ts';

const pendingChangeWire = Type.Object({
  type: maybe(Type.String()),
  changes: maybe(Type.Object({ status: maybe(Type.String()), title: maybe(Type.String()), amount: maybeAmount })),
  startDate: maybeTime,
  endDate: maybeTime,
});

export const planWire = Type.Object({
  sourceId: maybe(Type.String()),
  status: maybe(Type.String()),
  title: maybe(Type.String()),
  description: maybe(Type.String()),
  freeTrial: maybe(Type.Boolean()),
  pendingChange: maybe(pendingChangeWire),
});

export function toPlan(wire: Static<typeof planWire>, account: PayLinkAccount): Plan {
  return {
    sourceId: wire.sourceId ?? null,
    status: wire.status ?? null,
    title: wire.title ?? null,
    description: wire.description ?? null,
    freeTrial: wire.freeTrial ?? null,
    pendingChange: wire.pendingChange ? toPendingChange(wire.pendingChange) : null,
    account,
  };
}

function toPendingChange({ type, changes, startDate, endDate }: Static<typeof pendingChangeWire>): PendingChange {
  return {
    type: type ?? null,
    changes: changes
      ? { status: changes.status ?? null, title: changes.title ?? null, amount: toMoney(changes.amount) }
      : null,
    startDate: toDate(startDate),
    startsOn: toDay(startDate),
    endDate: toDate(endDate),
    endsOn: toDay(endDate),
  };
}
