import { SECOND_CUSTOMER } from '../customers.ts';
import { LOVELACE_WORKS, MARQUEE, TEMPO } from './companies.ts';
import type { Dates } from './dates.ts';
import type { Household } from './household.ts';

/** A user without any data. */
export const createHedy = (): Household => ({ user: { identifier: 'hedy' }, accounts: [], tasks: [] });

/** A user whose identifier must be percent-encoded: identifiers come from the customer's own system. */
export const createHostile = ({ day }: Dates): Household => ({
  user: { identifier: 'tenant/7?user=ä#1 %2F..', identity: { firstName: 'Zoë' } },
  accounts: [{ id: 'bad1d000000000000acc0001', company: TEMPO, account: { type: 'subscription' } }],
  tasks: [
    { id: 'bad1d000000000000007a501', createdAt: day(-1, '01:02:03.004'), company: TEMPO },
    { id: 'bad1d000000000000007a502', createdAt: day(-1, '01:03:03.004'), outcome: 'expired', company: MARQUEE },
  ],
});

/** Another customer's user with the same identifier, hidden from the demo customer. */
export const createSecondAda = ({ day }: Dates): Household => ({
  user: {
    identifier: 'ada',
    customer: SECOND_CUSTOMER,
    monitoring: true,
    identity: { firstName: 'Augusta', lastName: 'Byron' },
  },
  accounts: [
    {
      id: '2ada000000000000000acc01',
      company: LOVELACE_WORKS,
      account: { type: 'policy', billing: { accountNumber: '18151210', amount: 1_000 } },
    },
  ],
  tasks: [{ id: '2ada00000000000000007a51', createdAt: day(-3, '10:11:12.013'), company: LOVELACE_WORKS }],
});
