import type { FastifyInstance } from 'fastify';
import { maySee, requireReader } from '../auth.ts';
import { userNotFound } from '../errors.ts';
import { pathSegment } from '../request.ts';
import type { State } from '../state/state.ts';

export function addPayLinkAccountRoutes(app: FastifyInstance, state: State): void {
  app.get('/:identifier/pay-link/accounts', async (request) => {
    const caller = requireReader(request, state);
    const identifier = pathSegment(request, 'identifier');
    const user = maySee(caller, identifier) ? state.store.user(caller.customer, identifier) : undefined;
    if (!user) throw userNotFound();
    return { accounts: user.payLinkAccounts };
  });
}
