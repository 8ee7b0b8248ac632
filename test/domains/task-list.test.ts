import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const ada = (number: number) => `ada00000000000000007a50${number}`;

const document = 'query ($ids: [ID!]!) { tasks(ids: $ids) { id } }';

describe('Query.tasks', () => {
  it('returns tasks in the order of the ids', async () => {
    const ids = [ada(3), ada(1), '6ace000000000000007a5001', ada(2)];

    const { data, errors } = await gateway.query(document, { variables: { ids } });

    expect(errors).toEqual([]);
    expect(data.tasks).toEqual(ids.map((id) => ({ id })));
  });

  it('returns null where no task has the id', async () => {
    const { data, errors } = await gateway.query(
      '{ tasks(ids: ["nobody", "ada00000000000000007a501", "2ada00000000000000007a51"]) { id product } }',
    );

    expect(errors).toEqual([]);
    expect(data.tasks).toEqual([null, { id: ada(1), product: 'PRESENT' }, null]);
  });

  it('returns a repeated id each time, with one call', async () => {
    const { data } = await gateway.query(document, { variables: { ids: [ada(1), ada(2), ada(1)] } });

    expect(data.tasks).toEqual([{ id: ada(1) }, { id: ada(2) }, { id: ada(1) }]);
    expect(gateway.simulator.requests().sort()).toEqual([`GET /task/${ada(1)}/status`, `GET /task/${ada(2)}/status`]);
  });

  it('returns an empty list for no ids, without a call', async () => {
    const { data, errors } = await gateway.query(document, { variables: { ids: [] } });

    expect(errors).toEqual([]);
    expect(data.tasks).toEqual([]);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('accepts 100 ids', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `3a66a2e7000000000007a${String(index + 1).padStart(3, '0')}`);

    const { data, errors } = await gateway.query(document, { variables: { ids } });

    expect(errors).toEqual([]);
    expect(data.tasks).toEqual(ids.map((id) => ({ id })));
    expect(gateway.simulator.requests().sort()).toEqual(ids.map((id) => `GET /task/${id}/status`));
  });

  it('refuses 101 ids without a call', async () => {
    const { data, errors } = await gateway.query(document, { variables: { ids: Array(101).fill(ada(1)) } });

    expect(data).toEqual({ tasks: null });
    expect(errors).toMatchObject([{ path: ['tasks'], extensions: { code: 'BAD_USER_INPUT', retryable: false } }]);
    expect(errors[0]?.message).toContain('`ids`');
    expect(gateway.simulator.requests()).toEqual([]);
  });
});
