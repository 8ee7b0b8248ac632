import Type, { type Static } from 'typebox';
import { openEnum } from '../../upstream/open-enum.ts';
import { maybe } from '../../upstream/shape.ts';
import { toMoney } from '../money/model.ts';
import { maybeAmount } from '../money/wire.ts';
import type { PayLinkAccount } from '../pay-link-account/model.ts';
import type { Suggestion } from './model.ts';

const suggestionCategory = openEnum([
  'change-plan',
  'cancel-plan',
  'downgrade-plan',
  'remove-service',
  'common-cancellation',
  'redundant-services',
  'costly-feature',
  'alternative-service',
  'underutilization',
  'high-interest-rate',
]);

export const suggestionWire = Type.Object({
  monthlySavings: maybeAmount,
  category: maybe(suggestionCategory.wire),
  actionUrl: maybe(Type.String()),
  shortDescription: maybe(Type.String()),
  detailedDescription: maybe(Type.String()),
  buttonTitle: maybe(Type.String()),
});

export function toSuggestion(wire: Static<typeof suggestionWire>, account: PayLinkAccount): Suggestion {
  return {
    monthlySavings: toMoney(wire.monthlySavings),
    category: suggestionCategory.read(wire.category),
    categoryCode: wire.category ?? null,
    actionUrl: wire.actionUrl ?? null,
    shortDescription: wire.shortDescription ?? null,
    detailedDescription: wire.detailedDescription ?? null,
    buttonTitle: wire.buttonTitle ?? null,
    account,
  };
}
