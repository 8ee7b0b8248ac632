import type { SuggestionCategory } from '../../graphql/generated.ts';
import type { Money } from '../money/model.ts';
import type { PayLinkAccount } from '../pay-link-account/model.ts';

export interface Suggestion {
  readonly monthlySavings: Money | null;
  readonly category: SuggestionCategory | null;
  readonly categoryCode: string | null;
  readonly actionUrl: string | null;
  readonly shortDescription: string | null;
  readonly detailedDescription: string | null;
  readonly buttonTitle: string | null;
  readonly account: PayLinkAccount;
}
