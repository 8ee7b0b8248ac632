/** The parts of an account that the worlds either have or lack, as the upstream sends them and as the graph has them. */
interface AccountDetails {
  readonly branding: { readonly branding?: Branding };
  readonly account: object;
  readonly data: object;
  readonly actions: readonly object[];
  readonly expected: Readonly<Record<string, unknown>> & {
    readonly billing: ({ readonly amount: Money } & Readonly<Record<string, unknown>>) | null;
  };
}

interface Money {
  readonly amount: string;
  readonly currencyCode: string;
}

export type Branding = {
  readonly color: string;
  readonly logo: { readonly url: string; readonly backgroundColor: string };
};

const money = (amount: string) => ({ amount, currencyCode: 'USD' });

export const emptyAccount: AccountDetails = {
  branding: {},
  account: {},
  data: {},
  actions: [],
  expected: { identities: [], billing: null, usage: [], actions: [] },
};

const due = '2030-02-01T00:00:00.000Z';
const noIdentity = {
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  address: null,
  address2: null,
  city: null,
  state: null,
  postalCode: null,
};

const paymentMethod = {
  ...{ type: 'card', title: null, lastFour: '4242', brand: 'Visa', expiry: null },
  ...{ accountType: null, isPrimary: true },
};

export const fullAccount: AccountDetails = {
  branding: { branding: { color: '#040405', logo: { url: 'https://logo.test/a.svg', backgroundColor: '#ffffff' } } },
  account: {
    identities: [{ firstName: 'Ada', email: 'ada@example.com' }],
    billing: {
      amount: 12.5,
      dueDate: due,
      autopay: { status: 'enabled', cycle: 'monthly' },
      items: [{ description: 'Plan', amount: 12.5 }],
      history: [{ date: due, amount: 12 }],
      paymentMethods: [{ type: 'card', lastFour: '4242', brand: 'Visa', isPrimary: true }],
    },
  },
  data: { usage: [{ title: 'Profiles', description: '3' }] },
  actions: [{ id: 'action-1', type: 'change-plan' }],
  expected: {
    identities: [{ ...noIdentity, firstName: 'Ada', email: 'ada@example.com' }],
    billing: {
      // An end user needs a scope for the whole number, so that no world has one.
      accountNumber: null,
      accountNumberLastFour: null,
      amount: money('12.50'),
      dueDate: due,
      dueOn: '2030-02-01',
      autopay: { status: 'enabled', cycle: 'monthly' },
      items: [{ description: 'Plan', amount: money('12.50') }],
      history: [{ date: due, paidOn: '2030-02-01', amount: money('12.00') }],
      paymentMethods: [paymentMethod],
      primaryPaymentMethod: paymentMethod,
    },
    usage: [{ title: 'Profiles', description: '3' }],
    actions: [{ actionId: 'action-1', type: 'CHANGE_PLAN', typeCode: 'change-plan', automated: null }],
  },
};
