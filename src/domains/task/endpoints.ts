import type { Upstream } from '../../upstream/client.ts';
import { path } from '../../upstream/path.ts';
import type { TaskDetails, TaskProgress, TaskRow } from './model.ts';
import {
  taskDetailsEnvelope,
  taskStatusEnvelope,
  toTaskDetails,
  toTaskRow,
  toTaskStatus,
  userTasksEnvelope,
} from './wire.ts';

/** GET /task/{id}/details */
export async function getTaskDetails(upstream: Upstream, id: string): Promise<TaskDetails> {
  const { data } = await upstream.get(path`/task/${id}/details`, taskDetailsEnvelope);
  return { ...toTaskDetails(data.task), id };
}

/** GET /task/{id}/status */
export async function getTaskStatus(upstream: Upstream, id: string): Promise<TaskProgress> {
  return toTaskStatus(await upstream.get(path`/task/${id}/status`, taskStatusEnvelope), id);
}

/** GET /user/{identifier}/tasks. The upstream has no paging and documents no order. */
export async function listUserTasks(upstream: Upstream, identifier: string): Promise<TaskRow[]> {
  const { data } = await upstream.get(path`/user/${identifier}/tasks`, userTasksEnvelope, identifier);
  return data.tasks.map((task) => toTaskRow(task, identifier));
}
