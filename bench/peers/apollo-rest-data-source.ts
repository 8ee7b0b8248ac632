import { type AugmentedRequest, RESTDataSource } from '@apollo/datasource-rest';
import { startApollo } from './apollo.ts';
import type { AccountsEnvelope, Credentials, PayLink, StatusWire, TaskEnvelope, TasksEnvelope } from './pay-link.ts';
import type { Look } from './schema.ts';

/** As the documentation of `@apollo/datasource-rest` has it: equal GETs that are under way at once are one. */
class PayLinkApi extends RESTDataSource implements PayLink {
  override readonly baseURL: string;
  readonly #credentials: Credentials;

  constructor(baseURL: string, credentials: Credentials) {
    super();
    this.baseURL = baseURL;
    this.#credentials = credentials;
  }

  override willSendRequest(_path: string, request: AugmentedRequest): void {
    Object.assign(request.headers, this.#credentials);
  }

  async getTask(id: string) {
    const { data } = await this.get<TaskEnvelope>(`/task/${encodeURIComponent(id)}/details`);
    return data.task;
  }

  getTaskStatus(id: string) {
    return this.get<StatusWire>(`/task/${encodeURIComponent(id)}/status`);
  }

  async listTasks(identifier: string) {
    const { data } = await this.get<TasksEnvelope>(`/user/${encodeURIComponent(identifier)}/tasks`);
    return data.tasks;
  }

  async listAccounts(identifier: string) {
    const { accounts } = await this.get<AccountsEnvelope>(`/${encodeURIComponent(identifier)}/pay-link/accounts`);
    return accounts;
  }
}

export function start(apiUrl: string, look: Look = 'ahead'): Promise<string> {
  return startApollo((credentials) => new PayLinkApi(apiUrl, credentials), look);
}
