import DataLoader from 'dataloader';
import { request } from 'undici';
import type {
  AccountsEnvelope,
  AccountWire,
  Credentials,
  PayLink,
  StatusWire,
  TaskEnvelope,
  TasksEnvelope,
  TaskWire,
} from './pay-link.ts';

/** Per request one DataLoader for each endpoint: within a request, no GET is sent twice. */
export function createPayLink(apiUrl: string, credentials: Credentials): PayLink {
  const get = async (path: string): Promise<unknown> => {
    const { statusCode, body } = await request(apiUrl + path, { headers: { ...credentials } });
    if (statusCode === 200) return body.json();
    await body.dump();
    throw new HttpError(statusCode);
  };
  const task = new DataLoader<string, TaskWire>(
    each(async (id) => ((await get(`/task/${encodeURIComponent(id)}/details`)) as TaskEnvelope).data.task),
  );
  const status = new DataLoader<string, StatusWire>(
    each(async (id) => (await get(`/task/${encodeURIComponent(id)}/status`)) as StatusWire),
  );
  const tasks = new DataLoader<string, readonly TaskWire[]>(
    each(async (user) => ((await get(`/user/${encodeURIComponent(user)}/tasks`)) as TasksEnvelope).data.tasks),
  );
  const accounts = new DataLoader<string, readonly AccountWire[]>(
    each(async (user) => ((await get(`/${encodeURIComponent(user)}/pay-link/accounts`)) as AccountsEnvelope).accounts),
  );
  return {
    getTask: (id) => task.load(id),
    getTaskStatus: (id) => status.load(id),
    listTasks: (identifier) => tasks.load(identifier),
    listAccounts: (identifier) => accounts.load(identifier),
  };
}

class HttpError extends Error {
  readonly extensions: object;

  constructor(status: number) {
    super(`The REST API answered ${status}.`);
    this.extensions = { response: { status } };
  }
}

/** The API has no batch endpoints: a batch is as many calls as it has keys. */
function each<Value>(fetch: (key: string) => Promise<Value>) {
  return async (keys: readonly string[]): Promise<(Value | Error)[]> => {
    const results = await Promise.allSettled(keys.map(fetch));
    return results.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error)));
  };
}
