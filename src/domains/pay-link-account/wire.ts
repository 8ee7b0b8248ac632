import Type, { type Static } from 'typebox';
import { openEnum } from '../../upstream/open-enum.ts';
import { createShape, maybe, type Shape } from '../../upstream/shape.ts';
import { billingWire, toBilling } from '../billing/wire.ts';
import { companyWire, toCompany } from '../company/wire.ts';
import { identityWire, toIdentity } from '../identity/wire.ts';
import type { Plan } from '../plan/model.ts';
import { planWire, toPlan } from '../plan/wire.ts';
import type { Suggestion } from '../suggestion/model.ts';
import { suggestionWire, toSuggestion } from '../suggestion/wire.ts';
import type { User } from '../user/model.ts';
import { actionWire, toAction } from './action-wire.ts';
import type { PayLinkAccount } from './model.ts';
import { countSavings, findRaw, keepRaw } from './raw.ts';

const accountType = openEnum(['subscription', 'loan', 'policy', 'telecom']);

const accountWire = Type.Object({
  _id: Type.String(),
  type: maybe(Type.String()),
  company: maybe(companyWire),
  account: maybe(
    Type.Object({
      _id: maybe(Type.String()),
      type: maybe(accountType.wire),
      sourceId: maybe(Type.String()),
      suggestions: maybe(Type.Array(suggestionWire)),
      identities: maybe(Type.Array(identityWire)),
      billing: maybe(billingWire),
      // The fields depend on the type of the account. The upstream documents those of subscriptions only.
      data: maybe(Type.Record(Type.String(), Type.Unknown())),
    }),
  ),
  actions: maybe(Type.Array(actionWire)),
});

/** Unlike other endpoints, this one returns its list without a `data` envelope. */
export const accountsEnvelope = keepRaw(createShape(Type.Object({ accounts: Type.Array(accountWire) })));

const planShape = createShape(planWire);
const usageShape = createShape(Type.Object({ title: maybe(Type.String()), description: maybe(Type.String()) }));

export function toPayLinkAccount(wire: Static<typeof accountWire>, user: User): PayLinkAccount {
  const { type, sourceId, suggestions: suggestionWires, identities, billing, data } = wire.account ?? {};
  const raw = findRaw(wire);
  const suggestions: Suggestion[] = [];
  const plans: Plan[] = [];
  const account: PayLinkAccount = {
    id: wire._id,
    userIdentifier: user.identifier,
    user,
    company: wire.company ? toCompany(wire.company) : null,
    type: accountType.read(type),
    typeCode: type ?? null,
    sourceId: sourceId ?? null,
    linkStatus: wire.type ?? null,
    suggestions,
    get hasUnreadableSavings() {
      return countSavings(raw) > suggestions.filter(({ monthlySavings }) => monthlySavings !== null).length;
    },
    identities: (identities ?? []).map(toIdentity),
    billing: billing ? toBilling(billing) : null,
    plans,
    usage: readList(data?.usage, usageShape).map(({ title, description }) => ({
      title: title ?? null,
      description: description ?? null,
    })),
    actions: (wire.actions ?? []).map(toAction),
    data: data ?? null,
    raw,
  };
  // Suggestions and plans refer to the account, so they are added once it exists.
  suggestions.push(...(suggestionWires ?? []).map((suggestion) => toSuggestion(suggestion, account)));
  plans.push(...readList(data?.plans, planShape).map((plan) => toPlan(plan, account)));
  return account;
}

/** The items with the documented shape. Other items remain available in `data`. */
function readList<T>(value: unknown, { read }: Shape<T>): T[] {
  return Array.isArray(value) ? value.flatMap((item) => read(item)?.value ?? []) : [];
}
