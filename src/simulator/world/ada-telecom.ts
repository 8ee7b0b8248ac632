import { NORTHLINE } from './companies.ts';
import type { Dates } from './dates.ts';
import type { WorldAccount } from './household.ts';

export const createAdaTelecom = ({ day, monthly }: Dates): WorldAccount => ({
  id: 'ada0000000000000000acc04',
  company: NORTHLINE,
  account: {
    type: 'telecom',
    sourceId: '70236f02-dc3e-3419-bbf7-06d3da9d6685',
    suggestions: [
      {
        monthlySavings: 20,
        category: 'change-plan',
        actionUrl: 'https://northline.example.com/plans/compare',
        shortDescription: 'Switch to 5G Start',
        detailedDescription: 'Your two lines used 9 GB last month. 5G Start includes 15 GB and is $20 less per month.',
        buttonTitle: 'Switch Plan',
      },
      {
        monthlySavings: 14,
        category: 'remove-service',
        actionUrl: 'https://northline.example.com/services/device-care',
        shortDescription: 'Remove Device Care',
        detailedDescription:
          'Device Care for a phone of 2020 costs $14 per month, more than the phone is worth in a year.',
        buttonTitle: 'Remove Now',
      },
    ],
    identities: [{ firstName: 'Ada', email: 'ada@lovelace.example', phone: '5550101815' }],
    billing: {
      accountNumber: '8498390016495521',
      amount: 124.87,
      dueDate: day(12),
      autopay: { status: 'enabled', cycle: 'monthly' },
      items: [
        { description: '5G Unlimited, two lines', amount: 90 },
        { description: 'Device Care', amount: 14 },
        { description: 'Installment 14 of 24', amount: 12.5 },
        { description: 'Taxes and fees', amount: 8.37 },
      ],
      history: monthly(-18, [124.87, 126.02, 124.87, 151.4, 124.87]),
      paymentMethods: [
        { type: 'card', lastFour: '4242', brand: 'Visa', isPrimary: true },
        { type: 'bank', lastFour: '6789', brand: 'Analytical Credit Union', isPrimary: false },
      ],
    },
    data: {
      plans: [
        {
          sourceId: '5g-unlimited',
          status: 'active',
          pendingChange: {
            type: 'status-update',
            changes: { status: 'paused', title: '5G Unlimited', amount: 10 },
            startDate: day(12),
            endDate: day(42),
          },
          title: '5G Unlimited',
          description: 'Unlimited talk, text and data on two lines',
          freeTrial: false,
        },
      ],
      usage: [
        { title: 'Data, line ending 1815', description: '6.2 GB of unlimited' },
        { title: 'Data, line ending 1852', description: '2.8 GB of unlimited' },
      ],
      lines: [
        { lastFour: '1815', nickname: 'Ada', device: 'Pixelate 9' },
        { lastFour: '1852', nickname: 'Byron', device: 'Pixelate 4' },
      ],
      contractEndDate: day(301, '00:00:00.000'),
      equipment: [{ description: 'Pixelate 9', installmentsLeft: 10, installmentAmount: 12.5 }],
    },
  },
  actions: [
    { type: 'change-plan', id: 'Y2hhbmdlLXBsYW46bm9ydGhsaW5lOmFkYQ==' },
    { type: 'pause-plan', id: 'cGF1c2UtcGxhbjpub3J0aGxpbmU6YWRh' },
  ],
});
