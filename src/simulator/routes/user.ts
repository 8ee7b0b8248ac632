import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { cardsRefused, userNotFound } from '../api-errors.ts';
import { requireKeyPair } from '../customers.ts';
import { pathSegment, readJson } from '../request-parts.ts';
import type { Host } from '../state/call-log.ts';
import type { State } from '../state/state.ts';
import { TASK_STATUSES } from '../state/stored.ts';
import { requireOneForm, userData } from '../state/user-data.ts';
import { endMonitoring, upsertUser } from '../state/users.ts';
import { check, filled } from '../validation.ts';
import { toTaskRow } from './task-bodies.ts';

const updateBody = Type.Object({ identifier: filled, data: userData });
const tasksQuery = Type.Object({
  status: Type.Optional(Type.Enum([...TASK_STATUSES])),
  payrollDataAvailable: Type.Optional(Type.Enum(['true', 'false'])),
});

export function addUserRoutes(app: FastifyInstance, host: Host, state: State): void {
  app.put('/user', async (request) => {
    const { customer } = requireKeyPair(request);
    const { identifier, data } = check(updateBody, readJson(request));
    requireOneForm(data, 'data.');
    if (host === 'api' && data.cards?.length) throw cardsRefused();
    upsertUser(state, customer, identifier, data);
    return { data: {} };
  });

  app.put('/user/:identifier/end-monitoring', async (request) => {
    const { customer } = requireKeyPair(request);
    const user = state.store.user(customer, pathSegment(request, 'identifier'));
    if (!user) throw userNotFound();
    endMonitoring(state, user);
    return { data: {} };
  });

  app.get('/user/:identifier/tasks', async (request) => listTasks(request, state));
}

function listTasks(request: FastifyRequest, state: State) {
  const { customer } = requireKeyPair(request);
  const query = check(tasksQuery, { ...(request.query as object) });
  const identifier = pathSegment(request, 'identifier');
  if (!state.store.user(customer, identifier)) throw userNotFound();

  const now = state.clock.now();
  const rows = state.store.tasks(customer, identifier).map((task) => toTaskRow(task, now));
  const tasks = rows.filter(
    ({ status, payrollDataAvailable }) =>
      (query.status === undefined || query.status === status) &&
      (query.payrollDataAvailable === undefined || query.payrollDataAvailable === String(payrollDataAvailable)),
  );
  return { data: { tasks } };
}
