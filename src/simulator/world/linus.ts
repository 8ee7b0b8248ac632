import { BRIGHTWIRE, IRONWORKS, SCHOLAR } from './companies.ts';
import type { Dates } from './dates.ts';
import type { Household, WorldAccount, WorldTask } from './household.ts';

export const createLinus = (dates: Dates): Household => ({
  user: {
    identifier: 'linus',
    identity: { firstName: 'Linus', email: 'linus@kernel.example' },
    accounts: [{ accountNumberLastFour: '1991', title: 'Savings', type: 'savings' }],
  },
  accounts: [createInternet(dates), createStudentLoan(dates), createGym(dates)],
  tasks: createTasks(dates),
});

const createInternet = ({ day, monthly }: Dates): WorldAccount => ({
  id: '11905000000000000acc0001',
  company: BRIGHTWIRE,
  account: {
    type: 'telecom',
    sourceId: 'bw-5538-0917',
    suggestions: [
      {
        monthlySavings: 15,
        category: 'costly-feature',
        actionUrl: 'https://brightwire.example.com/equipment',
        shortDescription: 'Return the rented router',
        detailedDescription: 'The router rental is $15 per month. You own a router that works with Brightwire.',
        buttonTitle: 'Return Router',
      },
    ],
    identities: [{ firstName: 'Linus', phone: '5550109170' }],
    billing: {
      accountNumber: '55380917',
      amount: 94.99,
      dueDate: day(-1),
      autopay: { status: 'disabled', cycle: 'monthly' },
      items: [
        { description: 'Gigabit internet', amount: 79.99 },
        { description: 'Router rental', amount: 15 },
      ],
      history: monthly(-31, [94.99, 94.99, 89.99]),
      paymentMethods: [
        { type: 'bank', title: 'Savings', accountType: 'savings', lastFour: '1991', isPrimary: true },
        { type: 'card', title: 'Debit card', brand: 'Visa', expiry: '08/31', lastFour: '1991', isPrimary: false },
      ],
    },
    data: {
      plans: [
        {
          sourceId: 'gigabit',
          status: 'active',
          pendingChange: {
            type: 'plan-change',
            changes: { status: 'active', title: 'Fiber 500', amount: 59.99 },
            startDate: day(29),
          },
          title: 'Gigabit',
          description: '1,000 Mbps down, 1,000 Mbps up',
          freeTrial: false,
        },
      ],
      usage: [{ title: 'Data this month', description: '1.9 TB' }],
      serviceAddress: { city: 'Portland', state: 'OR', postalCode: '97204' },
      equipment: [{ description: 'BW-6 router', rented: true }],
    },
  },
  actions: [{ type: 'change-plan', id: 'Y2hhbmdlLXBsYW46YnJpZ2h0d2lyZTpsaW51cw==' }],
});

const createStudentLoan = ({ day, monthly }: Dates): WorldAccount => ({
  id: '11905000000000000acc0002',
  company: SCHOLAR,
  account: {
    type: 'loan',
    sourceId: 'SLS-19690916',
    suggestions: [],
    identities: [],
    billing: {
      accountNumber: '19690916',
      amount: 212.08,
      dueDate: day(25),
      autopay: { status: 'enabled', cycle: 'monthly' },
      items: [],
      history: monthly(-5, [212.08, 212.08]),
      paymentMethods: [],
    },
    data: { plans: [], usage: [], loanType: 'student', principalBalance: 8_410.77, interestRate: 4.5, deferment: null },
  },
  actions: [],
});

const createGym = ({ day, monthly }: Dates): WorldAccount => ({
  id: '11905000000000000acc0003',
  company: IRONWORKS,
  account: {
    type: 'subscription',
    sourceId: 'iw-00482',
    suggestions: [
      {
        monthlySavings: 39,
        category: 'underutilization',
        shortDescription: 'You have not been to the gym since January',
        buttonTitle: 'Pause Membership',
      },
    ],
    billing: { amount: 39, dueDate: day(6), history: monthly(-24, [39, 39, 39]) },
    data: {
      plans: [
        { sourceId: 'iw-basic', status: 'paused', title: 'Basic', description: 'One location', freeTrial: false },
      ],
      usage: [{ title: 'Visits', description: '0' }],
    },
  },
  // The form that Atomic's guides show.
  actions: [
    { actionId: 'Y2FuY2VsLXBsYW46aXJvbndvcmtzOmxpbnVz', type: 'cancel-plan', automated: true },
    { actionId: 'dmlldy1hY2NvdW50Omlyb253b3JrczpsaW51cw==', type: 'view-account', automated: false },
  ],
});

const createTasks = ({ day, second }: Dates): WorldTask[] => [
  { outcome: 'completed', createdAt: day(-60, '10:00:00.000'), product: 'enroll', company: SCHOLAR },
  {
    outcome: 'completed',
    createdAt: day(-20, '16:45:30.125'),
    product: 'deposit',
    payrollDataAvailable: true,
    company: null,
    metadata: { source: 'onboarding', nested: { list: [1, 'two', null, true] } },
  },
  {
    // A completed task may keep the reason of a failed first attempt.
    status: 'completed',
    failReason: 'transaction-pending',
    createdAt: day(-18, '16:45:30.125'),
    company: BRIGHTWIRE,
    linkedAccount: '11905000000000000acc0001',
  },
  { outcome: 'completed', createdAt: day(-17, '09:10:11.121'), product: 'identify', company: null },
  { outcome: 'no-data-found', createdAt: day(-16, '09:10:11.121'), product: 'withhold', company: null },
  { outcome: 'payment-method-insufficient-funds', createdAt: day(-4, '06:30:11.702'), company: BRIGHTWIRE },
  { outcome: 'system-unavailable', createdAt: second(-3), queuedMs: 1_000, processingMs: 9_000, company: IRONWORKS },
];
