import { createAdaLoan } from './ada-loan.ts';
import { createAdaPolicy } from './ada-policy.ts';
import { createAdaStreaming } from './ada-streaming.ts';
import { createAdaTelecom } from './ada-telecom.ts';
import { HARBOR, MARQUEE, NORTHLINE, PARCEL } from './companies.ts';
import type { Dates } from './dates.ts';
import type { Household, WorldTask } from './household.ts';

export const createAda = (dates: Dates): Household => ({
  user: {
    identifier: 'ada',
    monitoring: true,
    identity: {
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'ada@lovelace.example',
      phone: '5550101815',
      address: '12 St James Square',
      city: 'Springfield',
      state: 'IL',
      postalCode: '62704',
    },
    cards: [
      {
        number: '4242424242424242',
        title: 'Everyday Visa',
        expiry: '12/2029',
        cvv: '123',
        brand: 'Visa',
        cardType: 'debit',
      },
      { lastFour: '0005', title: 'Travel card' },
    ],
    accounts: [{ accountNumber: '000123456789', routingNumber: '110000000', type: 'checking', title: 'Household' }],
  },
  accounts: [createAdaStreaming(dates), createAdaLoan(dates), createAdaPolicy(dates), createAdaTelecom(dates)],
  tasks: createTasks(dates),
});

const SPRING_CLEANING = 'ada0000000000000000f1001';

const createTasks = ({ day, second }: Dates): WorldTask[] => [
  {
    id: 'ada00000000000000007a501',
    outcome: 'completed',
    createdAt: day(-12, '15:02:41.207'),
    product: 'present',
    company: MARQUEE,
    linkedAccount: 'ada0000000000000000acc01',
    taskWorkflow: SPRING_CLEANING,
    metadata: { campaign: 'spring-cleaning', step: 1 },
  },
  {
    id: 'ada00000000000000007a502',
    outcome: 'completed',
    createdAt: day(-12, '15:04:10.930'),
    product: 'switch',
    company: MARQUEE,
    linkedAccount: 'ada0000000000000000acc01',
    taskWorkflow: SPRING_CLEANING,
    metadata: { campaign: 'spring-cleaning', step: 2, card: 'Everyday Visa' },
  },
  {
    id: 'ada00000000000000007a503',
    outcome: 'payment-method-not-supported',
    createdAt: day(-5, '08:31:55.004'),
    product: 'switch',
    company: NORTHLINE,
    linkedAccount: 'ada0000000000000000acc04',
  },
  {
    id: 'ada00000000000000007a504',
    outcome: 'completed',
    createdAt: day(-2, '19:20:03.662'),
    product: 'verify',
    payrollDataAvailable: true,
    company: null,
    connector: null,
  },
  // The last two tasks are still running when the simulator starts, and run for some minutes.
  {
    id: 'ada00000000000000007a505',
    outcome: 'completed',
    createdAt: second(-45),
    queuedMs: 4_000,
    processingMs: 240_000,
    product: 'switch',
    company: HARBOR,
    linkedAccount: 'ada0000000000000000acc03',
    metadata: { campaign: 'new-card' },
  },
  {
    id: 'ada00000000000000007a506',
    outcome: 'payment-method-declined',
    createdAt: second(-1),
    queuedMs: 60_000,
    processingMs: 120_000,
    product: 'switch',
    company: PARCEL,
    metadata: { campaign: 'new-card' },
  },
];
