import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const taskId = 'ada00000000000000007a501';

describe('Query.task', () => {
  it('asks the status endpoint alone when nothing but the status is selected', async () => {
    const { data, errors } = await gateway.query(`{ task(id: "${taskId}") { id status statusCode } }`);

    expect(errors).toEqual([]);
    expect(data.task).toEqual({ id: taskId, status: 'COMPLETED', statusCode: 'completed' });
    expect(gateway.simulator.requests()).toEqual([`GET /task/${taskId}/status`]);
  });
});
