import type { AccountDetailsInput, CardDetailsInput, IdentityInput } from '../../graphql/generated.ts';

/** The data about a user that the caller sends to Atomic. */
export interface UserData {
  readonly accounts?: readonly AccountDetailsInput[] | null | undefined;
  readonly cards?: readonly CardDetailsInput[] | null | undefined;
  readonly identity?: IdentityInput | null | undefined;
}

/** Converts the data to the body of `POST /access-token` and to `data` of `PUT /user`, without null values. */
export function toUserDataBody({ accounts, cards, identity }: UserData): object {
  return withoutNulls({
    accounts: accounts?.map(({ type, ...account }) => withoutNulls({ ...account, type: type?.toLowerCase() })),
    cards: cards?.map(({ cardType, ...card }) => withoutNulls({ ...card, cardType: cardType?.toLowerCase() })),
    identity: identity && withoutNulls(identity),
  });
}

function withoutNulls(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}
