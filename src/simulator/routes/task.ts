import type { FastifyInstance, FastifyRequest } from 'fastify';
import { maySee, requireReader } from '../auth.ts';
import { taskNotFound } from '../errors.ts';
import { pathSegment } from '../request.ts';
import type { State } from '../state/state.ts';
import { toTaskDetailsBody, toTaskStatusBody } from './bodies.ts';

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
  const caller = requireReader(request, state);
  const task = state.store.task(caller.customer, pathSegment(request, 'taskId'));
  const user = task && state.store.user(caller.customer, task.user);
  if (!task || !user || !maySee(caller, task.user)) throw taskNotFound();
  return { task, user };
}
