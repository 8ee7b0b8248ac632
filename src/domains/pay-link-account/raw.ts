import type { Shape } from '../../upstream/shape.ts';

type Raw = Readonly<Record<string, unknown>>;

interface Accounts {
  readonly accounts: readonly { readonly _id: string }[];
}

/** Accounts with keys beyond their declared shape, by the account in that shape. */
const raws = new WeakMap<object, Raw>();

/** Keeps the accounts as the upstream sent them, where reading them in their shape leaves something out. */
export function keepRaw<T extends Accounts>(shape: Shape<T>): Shape<T> {
  return {
    ...shape,
    read(answer) {
      const reading = shape.read(answer);
      if (reading && reading.value !== answer) match(reading.value, answer);
      return reading;
    },
  };
}

export function findRaw(account: object): Raw {
  return raws.get(account) ?? (account as Raw);
}

/** The number of suggestions for which the upstream sent a monthly saving, readable or not. */
export function countSavings({ account }: Raw): number {
  const suggestions = isRecord(account) && Array.isArray(account.suggestions) ? account.suggestions : [];
  return suggestions.filter((each) => isRecord(each) && each.monthlySavings != null).length;
}

/** The accounts that were read are among those sent, in the same order. */
function match({ accounts }: Accounts, answer: unknown): void {
  const sent = (answer as { readonly accounts: readonly unknown[] }).accounts.filter(hasId);
  let index = 0;
  for (const account of accounts) {
    while (index < sent.length && sent[index]?._id !== account._id) index += 1;
    const raw = sent[index];
    if (raw) raws.set(account, raw);
    index += 1;
  }
}

function hasId(value: unknown): value is Raw & { readonly _id: string } {
  return isRecord(value) && typeof value._id === 'string';
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null;
}
