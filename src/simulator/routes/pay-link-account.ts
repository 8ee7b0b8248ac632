import type { FastifyInstance } from 'fastify';
import { userNotFound } from '../api-errors.ts';
import { requireKeyPair } from '../customers.ts';
import { pathSegment } from '../request-parts.ts';
import type { State } from '../state/state.ts';

export function addPayLinkAccountRoutes(app: FastifyInstance, state: State): void {
  app.get('/:identifier/pay-link/accounts', async (request) => {
    const { customer } = requireKeyPair(request);
    const user = state.store.user(customer, pathSegment(request, 'identifier'));
    if (!user) throw userNotFound();
    return { accounts: user.payLinkAccounts };
  });
}
