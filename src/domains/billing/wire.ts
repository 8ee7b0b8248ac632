import Type, { type Static } from 'typebox';
import { maybe, maybeTime } from '../../upstream/shape.ts';
import { toDate, toDay } from '../../upstream/time.ts';
import { toMoney } from '../money/model.ts';
import { maybeAmount } from '../money/wire.ts';
import type { Billing, PaymentMethod } from './model.ts';

const paymentMethodWire = Type.Object({
  type: maybe(Type.String()),
  lastFour: maybe(Type.String()),
  brand: maybe(Type.String()),
  title: maybe(Type.String()),
  expiry: maybe(Type.String()),
  accountType: maybe(Type.String()),
  isPrimary: maybe(Type.Boolean()),
});

export const billingWire = Type.Object({
  accountNumber: maybe(Type.String()),
  amount: maybeAmount,
  dueDate: maybeTime,
  autopay: maybe(Type.Object({ status: maybe(Type.String()), cycle: maybe(Type.String()) })),
  items: maybe(Type.Array(Type.Object({ description: maybe(Type.String()), amount: maybeAmount }))),
  history: maybe(Type.Array(Type.Object({ date: maybeTime, amount: maybeAmount }))),
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
    dueOn: toDay(dueDate),
    autopay: autopay ? { status: autopay.status ?? null, cycle: autopay.cycle ?? null } : null,
    items: (items ?? []).map((item) => ({ description: item.description ?? null, amount: toMoney(item.amount) })),
    history: (history ?? []).map((entry) => ({
      date: toDate(entry.date),
      paidOn: toDay(entry.date),
      amount: toMoney(entry.amount),
    })),
    paymentMethods: (paymentMethods ?? []).map(toPaymentMethod),
  };
}

function toPaymentMethod(wire: Static<typeof paymentMethodWire>): PaymentMethod {
  return {
    type: wire.type ?? null,
    title: wire.title ?? null,
    lastFour: wire.lastFour ?? null,
    brand: wire.brand ?? null,
    expiry: wire.expiry ?? null,
    accountType: wire.accountType ?? null,
    isPrimary: wire.isPrimary ?? null,
  };
}
