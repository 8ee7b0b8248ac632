import { GRANITE } from './companies.ts';
import type { Dates } from './dates.ts';
import type { WorldAccount } from './household.ts';

export const createAdaLoan = ({ day, monthly }: Dates): WorldAccount => ({
  id: 'ada0000000000000000acc02',
  company: GRANITE,
  account: {
    type: 'loan',
    sourceId: 'GAF-2291-7734',
    suggestions: [
      {
        monthlySavings: 61.4,
        category: 'high-interest-rate',
        actionUrl: 'https://graniteauto.example.com/refinance',
        shortDescription: 'Refinance your car loan',
        detailedDescription:
          'Your rate is 11.9%. People with a comparable record now pay 7.2% on the same balance, $61.40 less each month.',
        buttonTitle: 'See Rates',
      },
    ],
    identities: [{ firstName: 'Ada', lastName: 'Lovelace', email: 'ada@lovelace.example' }],
    billing: {
      accountNumber: '400922917734',
      amount: 418.22,
      dueDate: day(16),
      autopay: { status: 'disabled', cycle: 'monthly' },
      items: [
        { description: 'Principal', amount: 289.47 },
        { description: 'Interest', amount: 128.75 },
      ],
      history: monthly(-14, [418.22, 418.22, 433.22, 418.22]),
      paymentMethods: [{ type: 'bank', lastFour: '6789', brand: 'Analytical Credit Union', isPrimary: true }],
    },
    data: {
      plans: [],
      usage: [],
      loanType: 'auto',
      originalAmount: 24_500,
      principalBalance: 12_982.61,
      interestRate: 11.9,
      interestType: 'fixed',
      termMonths: 72,
      remainingPayments: 37,
      maturityDate: day(1_125),
      collateral: { description: '2022 Difference Motors Engine', vin: '1DMEN9DL0NA181512' },
    },
  },
  actions: [],
});
