import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const document = `query ($identifier: ID!) {
  user(identifier: $identifier) {
    accounts {
      id
      plans {
        sourceId status title description freeTrial
        pendingChange { type changes { status title amount { amount } } startDate endDate }
        account { id user { identifier } }
      }
    }
  }
}`;

async function queryPlans(identifier: string) {
  const { data, errors } = await gateway.query(document, { variables: { identifier } });
  expect(errors).toEqual([]);
  return data.user.accounts.flatMap(({ plans }: { plans: readonly unknown[] }) => plans);
}

describe('Plan', () => {
  it('has every field that the upstream sends', async () => {
    const [plan] = await queryPlans('grace');

    expect(plan).toEqual({
      sourceId: 'tempo-individual',
      status: 'active',
      title: 'Tempo Individual',
      description: 'One listener, offline playback',
      freeTrial: true,
      pendingChange: {
        type: 'cancellation',
        changes: { status: 'cancelled', title: 'Tempo Individual', amount: { amount: '0.00' } },
        startDate: '2030-02-05T23:59:59.000Z',
        endDate: '2030-02-05T23:59:59.000Z',
      },
      account: { id: '6ace00000000000000acc001', user: { identifier: 'grace' } },
    });
  });

  it('has no pending change when there is none, and no end date when none is set', async () => {
    const linus = await queryPlans('linus');
    const ada = await queryPlans('ada');

    expect(linus[0].pendingChange).toMatchObject({ startDate: '2030-02-13T23:59:59.000Z', endDate: null });
    expect(linus[1].pendingChange).toBeNull();
    expect(ada.map(({ pendingChange }: { pendingChange: unknown }) => pendingChange !== null)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('has null for missing fields', async () => {
    gateway.simulator.addAccount({ user: 'hedy', id: 'a', account: { data: { plans: [{}, { pendingChange: {} }] } } });

    const plans = await queryPlans('hedy');

    const nothing = { sourceId: null, status: null, title: null, description: null, freeTrial: null };
    const account = { id: 'a', user: { identifier: 'hedy' } };
    expect(plans).toEqual([
      { ...nothing, pendingChange: null, account },
      { ...nothing, pendingChange: { type: null, changes: null, startDate: null, endDate: null }, account },
    ]);
  });

  it('has null for an invalid date', async () => {
    const pendingChange = { startDate: 'soon', endDate: '' };
    gateway.simulator.addAccount({ user: 'hedy', account: { data: { plans: [{ pendingChange }] } } });

    const [plan] = await queryPlans('hedy');

    expect(plan.pendingChange).toMatchObject({ startDate: null, endDate: null });
  });

  it('shares the upstream call of its account', async () => {
    await queryPlans('ada');

    expect(gateway.simulator.requests()).toEqual(['GET /ada/pay-link/accounts']);
  });
});
