import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { maySee, requireKeyPair, requireReader } from '../auth.ts';
import { check, filled } from '../check.ts';
import { userNotFound } from '../errors.ts';
import { pathSegment, readJson } from '../request.ts';
import { TASK_STATUSES } from '../state/model.ts';
import type { State } from '../state/state.ts';
import { upsertUser } from '../state/upsert.ts';
import { requireOneForm, userData } from '../user-data.ts';
import { toTaskRow } from './bodies.ts';

const updateBody = Type.Object({ identifier: filled, data: userData });
const tasksQuery = Type.Object({
  status: Type.Optional(Type.Enum([...TASK_STATUSES])),
  payrollDataAvailable: Type.Optional(Type.Enum(['true', 'false'])),
});

export function addUserRoutes(app: FastifyInstance, state: State): void {
  app.put('/user', async (request) => {
    const { customer } = requireKeyPair(request);
    const { identifier, data } = check(updateBody, readJson(request));
    requireOneForm(data, 'data.');
    upsertUser(state, customer, identifier, data);
    return { data: {} };
  });

  app.put('/user/:identifier/end-monitoring', async (request) => {
    const { customer } = requireKeyPair(request);
    const user = state.store.user(customer, pathSegment(request, 'identifier'));
    if (!user) throw userNotFound();
    const monitoringEndedAt = user.monitoringEndedAt ?? state.clock.now().toISOString();
    state.store.saveUser({ ...user, monitoring: false, monitoringEndedAt });
    return { data: {} };
  });

  app.get('/user/:identifier/tasks', async (request) => listTasks(request, state));
}

function listTasks(request: FastifyRequest, state: State) {
  const caller = requireReader(request, state);
  const query = check(tasksQuery, { ...(request.query as object) });
  const identifier = pathSegment(request, 'identifier');
  const user = maySee(caller, identifier) ? state.store.user(caller.customer, identifier) : undefined;
  if (!user) throw userNotFound();

  const now = state.clock.now();
  const rows = state.store.tasks(caller.customer, identifier).map((task) => toTaskRow(task, user, now));
  const tasks = rows.filter(
    ({ status, payrollDataAvailable }) =>
      (query.status === undefined || query.status === status) &&
      (query.payrollDataAvailable === undefined || query.payrollDataAvailable === String(payrollDataAvailable)),
  );
  return { data: { tasks } };
}
