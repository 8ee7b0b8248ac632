/** The parts of an account that the worlds either have or lack, as the upstream sends them and as the graph has them. */
interface AccountDetails {
  readonly branding: { readonly branding?: Branding };
  readonly account: object;
  readonly data: object;
  readonly actions: readonly object[];
  readonly expected: object;
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
      autopay: { status: 'enabled', cycle: 'monthly' },
      items: [{ description: 'Plan', amount: money('12.50') }],
      history: [{ date: due, amount: money('12.00') }],
      paymentMethods: [{ type: 'card', lastFour: '4242', brand: 'Visa', isPrimary: true }],
    },
    usage: [{ title: 'Profiles', description: '3' }],
    actions: [{ id: 'action-1', type: 'CHANGE_PLAN', typeCode: 'change-plan' }],
  },
};
