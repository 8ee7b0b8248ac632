import type { AccountDetailsInput, CardDetailsInput, IdentityInput } from '../../graphql/generated.ts';

/** What the caller wants Atomic to hold about a user. */
export interface UserData {
  readonly accounts?: readonly AccountDetailsInput[] | null | undefined;
  readonly cards?: readonly CardDetailsInput[] | null | undefined;
  readonly identity?: IdentityInput | null | undefined;
}

/** As it goes into the body of `POST /access-token` and, below `data`, of `PUT /user`. What is null is left out. */
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
