import { DAILY_LEDGER, HARBOR, MARQUEE, PARCEL, TEMPO } from './companies.ts';
import type { Dates } from './dates.ts';
import type { Household, WorldAccount, WorldTask } from './household.ts';

export const createGrace = (dates: Dates): Household => ({
  user: {
    identifier: 'grace',
    monitoring: true,
    identity: { firstName: 'Grace', lastName: 'Hopper', email: 'grace@hopper.example', postalCode: '10014' },
    cards: [{ lastFour: '5100', title: 'Navy Federal Mastercard' }],
  },
  accounts: [createMusic(dates), createNews(dates)],
  tasks: createTasks(dates),
});

const createMusic = ({ day, monthly }: Dates): WorldAccount => ({
  id: '6ace00000000000000acc001',
  company: TEMPO,
  account: {
    type: 'subscription',
    sourceId: 'tempo-grace-1906',
    suggestions: [
      {
        monthlySavings: 10.99,
        category: 'redundant-services',
        actionUrl: 'https://tempo.example.com/account',
        shortDescription: 'You pay for music twice',
        detailedDescription: 'Marquee+ Premium already includes music. Without Tempo you would save $10.99 per month.',
        buttonTitle: 'Cancel Tempo',
      },
      {
        monthlySavings: 10.99,
        category: 'cancel-plan',
        actionUrl: 'https://tempo.example.com/account/cancel',
        shortDescription: 'Cancel Tempo Individual',
        detailedDescription: 'Nothing was played since the trial ended.',
        buttonTitle: 'Cancel Plan',
      },
    ],
    identities: [{ firstName: 'Grace', email: 'grace@hopper.example' }],
    billing: {
      accountNumber: '77410019061209',
      amount: 10.99,
      dueDate: day(21),
      autopay: { status: 'enabled', cycle: 'monthly' },
      items: [{ description: 'Tempo Individual', amount: 10.99 }],
      history: monthly(-9, [10.99, 10.99]),
      paymentMethods: [{ type: 'card', lastFour: '5100', brand: 'Mastercard', isPrimary: true }],
    },
    data: {
      plans: [
        {
          sourceId: 'tempo-individual',
          status: 'active',
          pendingChange: {
            type: 'cancellation',
            changes: { status: 'cancelled', title: 'Tempo Individual', amount: 0 },
            startDate: day(21),
            endDate: day(21),
          },
          title: 'Tempo Individual',
          description: 'One listener, offline playback',
          freeTrial: true,
        },
      ],
      usage: [{ title: 'Minutes this month', description: '0' }],
    },
  },
  actions: [
    { type: 'cancel-plan', id: 'Y2FuY2VsLXBsYW46dGVtcG86Z3JhY2U=' },
    { type: 'pause-plan', id: 'cGF1c2UtcGxhbjp0ZW1wbzpncmFjZQ==' },
  ],
});

/** An account with as few keys as possible. */
const createNews = ({ day }: Dates): WorldAccount => ({
  id: '6ace00000000000000acc002',
  company: DAILY_LEDGER,
  account: { type: 'subscription', billing: { amount: 4, dueDate: day(2) } },
});

const MOVE_TO_MASTERCARD = '6ace00000000000000f10001';

const createTasks = ({ day, second }: Dates): WorldTask[] => [
  {
    id: '6ace000000000000007a5001',
    outcome: 'bad-credentials',
    createdAt: day(-31, '11:05:09.118'),
    product: 'deposit',
    authenticated: false,
    company: null,
  },
  {
    id: '6ace000000000000007a5002',
    outcome: 'payment-method-declined',
    createdAt: day(-8, '20:44:12.505'),
    company: TEMPO,
    linkedAccount: '6ace00000000000000acc001',
    taskWorkflow: MOVE_TO_MASTERCARD,
  },
  {
    id: '6ace000000000000007a5003',
    outcome: 'completed',
    createdAt: day(-8, '20:51:37.090'),
    company: TEMPO,
    linkedAccount: '6ace00000000000000acc001',
    taskWorkflow: MOVE_TO_MASTERCARD,
    metadata: { attempt: 2 },
  },
  { outcome: 'subscription-inactive', createdAt: day(-7, '07:12:00.733'), company: MARQUEE },
  {
    outcome: 'user-abandon',
    createdAt: day(-6, '22:03:48.261'),
    product: 'present',
    company: HARBOR,
    authenticated: false,
  },
  { outcome: 'session-timeout', createdAt: day(-3, '13:27:19.846'), product: 'verify', company: null },
  { outcome: 'completed', createdAt: second(-5), queuedMs: 2_000, processingMs: 600_000, company: PARCEL },
  { status: 'queued', createdAt: second(-1), product: 'action', company: DAILY_LEDGER },
];
