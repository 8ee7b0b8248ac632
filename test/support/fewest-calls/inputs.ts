import fc from 'fast-check';
import { inputType } from './schema.ts';
import { MAX_ACCOUNTS } from './world.ts';

/** The index of an account of a user. The first more often: worlds are small, and absent accounts are of little interest. */
export const accountIndex = fc.constantFrom(...[0, 0, 1].filter((index) => index < MAX_ACCOUNTS));

/** The user of that index, which may not exist. */
export const identifierOf = (user: number | null) => fc.constant(`@u${user}`);

/** Throws where the schema and the drawing of operations know different names. */
export function expectSame(where: string, known: readonly string[], drawn: readonly string[]): void {
  const differing = [...new Set(known).symmetricDifference(new Set(drawn))];
  if (differing.length > 0) throw new Error(`Teach the drawing of operations about ${where}: ${differing.join(', ')}.`);
}

interface InputOptions {
  readonly requiredKeys?: readonly string[];
  /** Fields that are never drawn, on purpose. Nothing sensitive is drawn, because a document must not contain it. */
  readonly leftOut?: readonly string[];
}

/** Throws for an input type with a field that is neither drawn nor left out. */
function inputOf(
  type: string,
  fields: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  { requiredKeys = [], leftOut = [] }: InputOptions = {},
): fc.Arbitrary<object> {
  expectSame(type, Object.keys(inputType(type).getFields()), [...Object.keys(fields), ...leftOut]);
  return fc.record({ ...fields }, { requiredKeys: [...requiredKeys] });
}

export const taskFilter = inputOf(
  'TaskFilter',
  {
    statuses: fc.constantFrom(['COMPLETED'], ['FAILED', 'QUEUED'], [], null),
    products: fc.constantFrom(['SWITCH', 'PRESENT'], null),
    payrollDataAvailable: fc.constantFrom(true, false, null),
  },
  { leftOut: ['createdSince'] },
);

export const accountFilter = (user: number | null) =>
  inputOf('PayLinkAccountFilter', {
    types: fc.constantFrom(['SUBSCRIPTION'], ['LOAN', 'TELECOM'], []),
    companyId: accountIndex.map((index) => `@a${user ?? 0}${index}-company`),
  });

export const suggestionFilter = inputOf('SuggestionFilter', {
  categories: fc.constantFrom(['CANCEL_PLAN'], ['CHANGE_PLAN', 'CANCEL_PLAN']),
  minimumMonthlySavings: fc.constantFrom('0', '12.34'),
});

const accounts = fc.array(
  inputOf(
    'AccountDetailsInput',
    { accountNumberLastFour: fc.constantFrom('1111', '2222'), title: fc.constant('Checking') },
    { requiredKeys: ['accountNumberLastFour', 'title'], leftOut: ['accountNumber', 'routingNumber', 'type'] },
  ),
  { minLength: 1, maxLength: 2 },
);

const cards = fc.array(
  inputOf(
    'CardDetailsInput',
    { lastFour: fc.constantFrom('3333', '4444'), title: fc.constant('Visa') },
    {
      requiredKeys: ['lastFour', 'title'],
      leftOut: ['number', 'expiry', 'cvv', 'brand', 'cardType', 'paymentService'],
    },
  ),
  { minLength: 1, maxLength: 2 },
);

export const createAccessTokenInput = (user: number | null) =>
  inputOf(
    'CreateAccessTokenInput',
    { identifier: identifierOf(user), accounts, cards },
    { requiredKeys: ['identifier'], leftOut: ['tokenLifetime', 'identity', 'idempotencyKey'] },
  );

export const updateUserInput = (user: number | null) => {
  const dataWith = (key: string) =>
    inputOf('UserDataInput', { accounts, cards }, { requiredKeys: [key], leftOut: ['identity'] });
  const data = fc.oneof(dataWith('accounts'), dataWith('cards'));
  const fields = { identifier: identifierOf(user), data };
  return inputOf('UpdateUserInput', fields, { requiredKeys: Object.keys(fields), leftOut: ['idempotencyKey'] });
};

export const endMonitoringInput = (user: number | null) =>
  inputOf(
    'EndMonitoringInput',
    { identifier: identifierOf(user) },
    { requiredKeys: ['identifier'], leftOut: ['idempotencyKey'] },
  );
