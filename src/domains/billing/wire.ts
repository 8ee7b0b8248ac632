import Type, { type Static } from 'typebox';
import { maybe, maybeTime, toDate } from '../../upstream/shape.ts';
import { toMoney } from '../money/model.ts';
import type { Billing, PaymentMethod } from './model.ts';

const paymentMethodWire = Type.Object({
  type: maybe(Type.String()),
  lastFour: maybe(Type.String()),
  brand: maybe(Type.String()),
  isPrimary: maybe(Type.Boolean()),
});

export const billingWire = Type.Object({
  accountNumber: maybe(Type.String()),
  amount: maybe(Type.Number()),
  dueDate: maybeTime,
  autopay: maybe(Type.Object({ status: maybe(Type.String()), cycle: maybe(Type.String()) })),
  items: maybe(Type.Array(Type.Object({ description: maybe(Type.String()), amount: maybe(Type.Number()) }))),
  history: maybe(Type.Array(Type.Object({ date: maybeTime, amount: maybe(Type.Number()) }))),
  paymentMethods: maybe(Type.Array(paymentMethodWire)),
});

export function toBilling(wire: Static<typeof billingWire>): Billing {
  const { accountNumber, amount, dueDate, autopay, items, history, paymentMethods } = wire;
  return {
    accountNumber: accountNumber ?? null,
    // The last four characters of a shorter number would be the whole number.
    accountNumberLastFour: accountNumber && accountNumber.length > 4 ? accountNumber.slice(-4) : null,
    amount: toMoney(amount),
    dueDate: toDate(dueDate),
    autopay: autopay ? { status: autopay.status ?? null, cycle: autopay.cycle ?? null } : null,
    items: (items ?? []).map((item) => ({ description: item.description ?? null, amount: toMoney(item.amount) })),
    history: (history ?? []).map((entry) => ({ date: toDate(entry.date), amount: toMoney(entry.amount) })),
    paymentMethods: (paymentMethods ?? []).map(toPaymentMethod),
  };
}

function toPaymentMethod({ type, lastFour, brand, isPrimary }: Static<typeof paymentMethodWire>): PaymentMethod {
  return { type: type ?? null, lastFour: lastFour ?? null, brand: brand ?? null, isPrimary: isPrimary ?? null };
}
