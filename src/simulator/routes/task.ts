import type { FastifyInstance, FastifyRequest } from 'fastify';
import { taskNotFound } from '../api-errors.ts';
import { requireKeyPair } from '../customers.ts';
import { pathSegment } from '../request-parts.ts';
import type { State } from '../state/state.ts';
import { toTaskDetailsBody, toTaskStatusBody } from './task-bodies.ts';

export function addTaskRoutes(app: FastifyInstance, state: State): void {
  app.get('/task/:taskId/details', async (request) => {
    const { task, user } = findTask(request, state);
    return toTaskDetailsBody(task, user, state.clock.now());
  });

  app.get('/task/:taskId/status', async (request) => {
    const { task } = findTask(request, state);
    return toTaskStatusBody(task, state.clock.now());
  });
}

function findTask(request: FastifyRequest, state: State) {
  const { customer } = requireKeyPair(request);
  const task = state.store.task(customer, pathSegment(request, 'taskId'));
  const user = task && state.store.user(customer, task.user);
  if (!task || !user) throw taskNotFound();
  return { task, user };
}
