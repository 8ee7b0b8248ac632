import type { AccountDetailsInput, CardDetailsInput, IdentityInput } from '../../graphql/generated.ts';

/** The data about a user that the caller sends to Atomic. */
export interface UserData {
  readonly accounts?: readonly AccountDetailsInput[] | null | undefined;
  readonly cards?: readonly CardDetailsInput[] | null | undefined;
  readonly identity?: IdentityInput | null | undefined;
}

/** Converts the data to the body of `POST /access-token` and to `data` of `PUT /user`. Empty parts are left out. */
export function toUserDataBody({ accounts, cards, identity }: UserData): object {
  return {
    ...(accounts?.length && { accounts: accounts.map(toAccountBody) }),
    ...(cards?.length && { cards: cards.map(toCardBody) }),
    ...(hasValues(identity) && { identity: withoutNulls(identity) }),
  };
}

/** Whether the data has no account, no card, and no value of the identity. */
export function isEmpty({ accounts, cards, identity }: UserData): boolean {
  return !accounts?.length && !cards?.length && !hasValues(identity);
}

function toAccountBody({ type, ...account }: AccountDetailsInput): object {
  return withoutNulls({ ...account, type: type?.toLowerCase() });
}

/** Every card has its last four digits upstream, and expires in `MM/YY`. */
function toCardBody({ number, lastFour, expiry, cardType, ...card }: CardDetailsInput): object {
  return withoutNulls({
    ...card,
    number,
    lastFour: lastFour ?? number?.slice(-4),
    expiry: expiry?.replace(/^(\d{2})\/20(\d{2})$/, '$1/$2'),
    cardType: cardType?.toLowerCase(),
  });
}

function hasValues(identity: IdentityInput | null | undefined): identity is IdentityInput {
  return Object.values(identity ?? {}).some((value) => value != null);
}

function withoutNulls(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value != null));
}
