import { MARQUEE } from './companies.ts';
import type { Dates } from './dates.ts';
import type { WorldAccount } from './household.ts';

export const createAdaStreaming = ({ day, monthly }: Dates): WorldAccount => ({
  id: 'ada0000000000000000acc01',
  company: MARQUEE,
  account: {
    type: 'subscription',
    sourceId: '8b0e52a4-61c7-4f0f-9d3b-1f1a7be0c3d1',
    suggestions: [
      {
        monthlySavings: 7.5,
        category: 'downgrade-plan',
        actionUrl: 'https://marqueeplus.example.com/account/plan',
        shortDescription: 'Move to Standard HD',
        detailedDescription:
          'You pay $22.99 per month for Premium 4K, but nothing was streamed in 4K in the last 90 days. Standard HD is $15.49.',
        buttonTitle: 'Change Plan',
      },
      {
        monthlySavings: 5.99,
        category: 'underutilization',
        actionUrl: 'Open the Marquee+ app, then Profile, Add-ons, Sports Pass',
        shortDescription: 'Drop the Sports Pass',
        detailedDescription: 'The Sports Pass costs $5.99 per month and was last watched 11 weeks ago.',
        buttonTitle: 'Remove Add-on',
      },
      {
        monthlySavings: 28.98,
        category: 'common-cancellation',
        actionUrl: 'https://marqueeplus.example.com/account/cancel',
        shortDescription: 'Pause until the new season',
        detailedDescription: 'Many people pause Marquee+ in summer and come back in autumn. You keep your profiles.',
        buttonTitle: 'Pause Now',
      },
    ],
    identities: [{ firstName: 'Ada', lastName: 'Lovelace', email: 'ada@lovelace.example', phone: '5550101815' }],
    billing: {
      accountNumber: '8012440091157763',
      amount: 28.98,
      dueDate: day(9),
      autopay: { status: 'enabled', cycle: 'monthly' },
      items: [
        { description: 'Premium 4K', amount: 22.99 },
        { description: 'Sports Pass', amount: 5.99 },
      ],
      history: monthly(-21, [28.98, 28.98, 28.98, 25.98, 19.99, 19.99]),
      paymentMethods: [
        { type: 'card', lastFour: '4242', brand: 'Visa', isPrimary: true },
        { type: 'card', lastFour: '0005', brand: 'American Express', isPrimary: false },
      ],
    },
    data: {
      plans: [
        {
          sourceId: 'premium-4k-monthly',
          status: 'active',
          pendingChange: {
            type: 'price-change',
            changes: { status: 'active', title: 'Premium 4K', amount: 24.99 },
            startDate: day(39),
            endDate: day(404),
          },
          title: 'Premium 4K',
          description: 'Four screens at once in Ultra HD, no advertisements',
          freeTrial: false,
        },
        {
          sourceId: 'sports-pass-monthly',
          status: 'active',
          title: 'Sports Pass',
          description: 'Live sports from 40 leagues',
          freeTrial: false,
        },
      ],
      usage: [
        { title: 'profile', description: 'Ada' },
        { title: 'profile', description: 'Annabella' },
        { title: 'Hours watched this month', description: '6.5' },
      ],
    },
  },
  actions: [
    { type: 'change-plan', id: 'Y2hhbmdlLXBsYW46bWFycXVlZTphZGE=' },
    { type: 'cancel-plan', id: 'Y2FuY2VsLXBsYW46bWFycXVlZTphZGE=' },
    { type: 'pause-plan', id: 'cGF1c2UtcGxhbjptYXJxdWVlOmFkYQ==' },
  ],
});
