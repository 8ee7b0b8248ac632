import type { StoredTask, StoredToken, StoredUser } from './stored.ts';

/** Storage that outlives the process. */
export interface Documents {
  load(): readonly SavedDocument[];
  save(kind: DocumentKind, key: string, document: unknown): void;
  clear(): void;
  /** Saves everything that `change` saves in one transaction. */
  together(change: () => void): void;
  close(): void;
}

export type DocumentKind = 'user' | 'task' | 'token' | 'setting';
export type SavedDocument = readonly [kind: DocumentKind, key: string, document: unknown];

export interface Store {
  user(customer: string, identifier: string): StoredUser | undefined;
  users(): readonly StoredUser[];
  saveUser(user: StoredUser): void;
  task(customer: string, id: string): StoredTask | undefined;
  tasks(customer: string, identifier: string): readonly StoredTask[];
  saveTask(task: StoredTask): void;
  token(publicToken: string): StoredToken | undefined;
  saveToken(token: StoredToken): void;
  setting(name: string): number;
  saveSetting(name: string, value: number): void;
  everyTask(): Iterable<StoredTask>;
  /** Returns a number that was not returned before, also after a restart. */
  nextSerial(counter?: 'serial' | 'eventSerial'): number;
  clear(): void;
  together(change: () => void): void;
  close(): void;
}

/** JSON, because an identifier may contain any character, and two names must never share a key. */
export const toKey = (customer: string, name: string) => JSON.stringify([customer, name]);

interface Tables {
  readonly users: Map<string, StoredUser>;
  readonly tasksById: Map<string, StoredTask>;
  readonly tasksByUser: Map<string, Map<string, StoredTask>>;
  readonly tokens: Map<string, StoredToken>;
  readonly settings: Map<string, number>;
}

export function createStore(documents: Documents | null): Store {
  const tables: Tables = {
    users: new Map(),
    tasksById: new Map(),
    tasksByUser: new Map(),
    tokens: new Map(),
    settings: new Map(),
  };
  for (const [kind, key, document] of documents?.load() ?? []) put(tables, kind, key, document);

  const save = (kind: DocumentKind, key: string, document: unknown) => {
    put(tables, kind, key, document);
    documents?.save(kind, key, document);
  };
  const saveSetting = (name: string, value: number) => save('setting', name, value);

  return {
    user: (customer, identifier) => tables.users.get(toKey(customer, identifier)),
    users: () => [...tables.users.values()],
    saveUser: (user) => save('user', toKey(user.customer, user.identifier), user),
    task: (customer, id) => tables.tasksById.get(toKey(customer, id)),
    tasks: (customer, identifier) => [...(tables.tasksByUser.get(toKey(customer, identifier))?.values() ?? [])],
    saveTask: (task) => save('task', task.key, task),
    token: (publicToken) => tables.tokens.get(publicToken),
    saveToken: (token) => save('token', token.publicToken, token),
    setting: (name) => tables.settings.get(name) ?? 0,
    saveSetting,
    everyTask: () => tables.tasksById.values(),
    nextSerial: (counter = 'serial') => {
      const serial = (tables.settings.get(counter) ?? 0) + 1;
      saveSetting(counter, serial);
      return serial;
    },
    clear: () => {
      for (const table of Object.values(tables)) table.clear();
      documents?.clear();
    },
    together: (change) => (documents ? documents.together(change) : change()),
    close: () => documents?.close(),
  };
}

/** Documents are not checked when they are read, because only this module writes them. */
function put(tables: Tables, kind: DocumentKind, key: string, document: unknown): void {
  if (kind === 'user') tables.users.set(key, document as StoredUser);
  if (kind === 'task') putTask(tables, document as StoredTask);
  if (kind === 'token') tables.tokens.set(key, document as StoredToken);
  if (kind === 'setting') tables.settings.set(key, document as number);
}

function putTask({ tasksById, tasksByUser }: Tables, task: StoredTask): void {
  const idKey = toKey(task.customer, task.id);
  const sameId = tasksById.get(idKey);
  if (!sameId || sameId.key === task.key) tasksById.set(idKey, task);
  const userKey = toKey(task.customer, task.user);
  const ofUser = tasksByUser.get(userKey) ?? new Map<string, StoredTask>();
  tasksByUser.set(userKey, ofUser.set(task.key, task));
}
