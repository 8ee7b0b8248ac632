import { HARBOR } from './companies.ts';
import type { Dates } from './dates.ts';
import type { WorldAccount } from './household.ts';

export const createAdaPolicy = ({ day, monthly }: Dates): WorldAccount => ({
  id: 'ada0000000000000000acc03',
  company: HARBOR,
  account: {
    type: 'policy',
    sourceId: 'HM-AUTO-0051842',
    suggestions: [
      {
        monthlySavings: 12.75,
        category: 'costly-feature',
        actionUrl: 'https://harbormutual.example.com/policies/HM-AUTO-0051842/coverages',
        shortDescription: 'Raise your glass deductible',
        detailedDescription:
          'You pay $12.75 per month for glass cover without deductible and have made no glass claim.',
        buttonTitle: 'Review Coverage',
      },
      {
        monthlySavings: 34,
        category: 'alternative-service',
        actionUrl: 'Call Harbor Mutual and ask for the low-mileage programme',
        shortDescription: 'Insure by the mile',
        detailedDescription:
          'You drive about 4,100 miles a year. A low-mileage policy would cost about $34 less per month.',
        buttonTitle: 'Compare',
      },
    ],
    identities: [
      { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@lovelace.example', address: '12 St James Square' },
      { firstName: 'William', lastName: 'King' },
    ],
    billing: {
      accountNumber: '0051842',
      amount: 131.5,
      dueDate: day(4),
      autopay: { status: 'enabled', cycle: 'monthly' },
      items: [
        { description: 'Liability', amount: 71.25 },
        { description: 'Collision and comprehensive', amount: 47.5 },
        { description: 'Glass, no deductible', amount: 12.75 },
      ],
      history: monthly(-26, [131.5, 131.5, 131.5]),
      paymentMethods: [{ type: 'card', lastFour: '4242', brand: 'Visa', isPrimary: true }],
    },
    data: {
      plans: [
        {
          sourceId: 'HM-AUTO-0051842-P',
          status: 'active',
          pendingChange: {
            type: 'renewal',
            changes: { status: 'active', title: 'Personal Auto', amount: 139.2 },
            startDate: day(58),
            endDate: day(240),
          },
          title: 'Personal Auto',
          description: 'Six-month policy for one vehicle and two drivers',
          freeTrial: false,
        },
      ],
      usage: [],
      policyType: 'auto',
      policyNumber: 'HM-AUTO-0051842',
      effectiveDate: day(-124, '00:00:00.000'),
      expirationDate: day(58, '00:00:00.000'),
      premium: { amount: 789, period: 'six-months' },
      deductibles: [
        { description: 'Collision', amount: 500 },
        { description: 'Glass', amount: 0 },
      ],
      drivers: ['Ada Lovelace', 'William King'],
    },
  },
  actions: [{ type: 'change-plan', id: 'Y2hhbmdlLXBsYW46aGFyYm9yOmFkYQ==' }],
});
