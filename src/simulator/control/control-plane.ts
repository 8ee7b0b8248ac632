import type { FastifyInstance } from 'fastify';
import { checkAnyFault } from '../faults/fault-list.ts';
import { pathSegment, readJson } from '../request-parts.ts';
import { addAccount, changeAccount } from '../state/accounts.ts';
import type { State } from '../state/state.ts';
import { addTask, changeTask } from '../state/tasks.ts';
import { addUser } from '../state/users.ts';
import { check, jsonObject } from '../validation.ts';
import { sendMadeUpEvent } from '../webhooks/made-up-event.ts';
import { seedWorld } from '../world/seed.ts';
import { checkClockChange, checkReceiver } from './control-input.ts';
import { describeState } from './describe-state.ts';

const PATHS: Readonly<Record<string, string>> = {
  'GET /__simulator/': 'this list',
  'GET /__simulator/state': 'all users with their tasks and accounts; numbers masked, no secrets',
  'GET /__simulator/calls': 'the latest REST calls, in order',
  'DELETE /__simulator/calls': 'forget those calls',
  'POST /__simulator/reset': 'back to the seeded world: no faults, calls or deliveries, the clock unmoved',
  'GET /__simulator/clock': 'the time of the simulator',
  'POST /__simulator/clock': 'move it: {"advanceMs": 60000} or {"now": "2030-01-01T00:00:00Z"}',
  'POST /__simulator/users': 'add or change a user: {"identifier", "customer"?, "identity"?, "monitoring"?, …}',
  'POST /__simulator/users/:identifier/accounts':
    'link an account: {"customer"?, "id"?, "company"?, "account"?, "actions"?, "type"?}; null leaves a key out',
  'PATCH /__simulator/users/:identifier/accounts/:accountId':
    'change an account: {"customer"?, "company"?, "account"?, "actions"?, "type"?}',
  'POST /__simulator/tasks':
    'start a task that moves with the clock: {"user" or "publicToken", "outcome"?, "status"?, …}',
  'PATCH /__simulator/tasks/:taskId': 'change a task now: {"status"?, "failReason"?, "authenticated"?, "customer"?}',
  'GET /__simulator/faults': 'the faults in force',
  'POST /__simulator/faults': 'add one: {"route", "kind", "host"?, "match"?, "times"?, "share"?, …}',
  'DELETE /__simulator/faults': 'remove them all',
  'GET /__simulator/webhooks': 'the receiver of webhooks, and the latest deliveries, in order',
  'PUT /__simulator/webhooks': 'change the receiver: {"url"}; null for none',
  'POST /__simulator/webhooks':
    'send an event that is made up: {"type", "user", "task"?, "data"?, "secret"?, "customer"?}',
};

/** Adds routes that the real API does not have, for tests and demonstrations. */
export function addControlPlane(app: FastifyInstance, state: State): void {
  for (const path of ['/__simulator', '/__simulator/']) app.get(path, async () => PATHS);
  app.get('/__simulator/state', async () => describeState(state));
  app.get('/__simulator/calls', async () => ({ calls: state.calls.all(), dropped: state.calls.dropped() }));
  app.delete('/__simulator/calls', async () => {
    state.calls.clear();
    return { calls: [] };
  });
  app.post('/__simulator/reset', async () => {
    resetState(state);
    return describeClock(state);
  });
  addClockControl(app, state);
  addWorldControl(app, state);
  addFaultControl(app, state);
  addWebhookControl(app, state);
}

export function resetState(state: State): void {
  state.agenda.clear();
  state.webhooks.reset();
  state.store.clear();
  state.clock.reset();
  state.calls.clear();
  state.faults.reset();
  seedWorld(state);
}

const describeClock = ({ clock }: State) => ({ now: clock.now().toISOString(), offsetMs: clock.offsetMs() });

function addClockControl(app: FastifyInstance, state: State): void {
  app.get('/__simulator/clock', async () => describeClock(state));
  app.post('/__simulator/clock', async (request) => {
    const change = checkClockChange(readJson(request));
    if (change.now !== undefined) state.clock.set(new Date(change.now));
    if (change.advanceMs !== undefined) state.clock.move(change.advanceMs);
    return describeClock(state);
  });
}

function addWorldControl(app: FastifyInstance, state: State): void {
  app.post('/__simulator/users', async (request, reply) => {
    const { id, identifier } = addUser(state, readJson(request));
    return reply.code(201).send({ id, identifier });
  });
  app.post('/__simulator/users/:identifier/accounts', async (request, reply) => {
    const account = { ...check(jsonObject, readJson(request)), user: pathSegment(request, 'identifier') };
    return reply.code(201).send(addAccount(state, account));
  });
  app.patch('/__simulator/users/:identifier/accounts/:accountId', async (request) =>
    changeAccount(state, pathSegment(request, 'identifier'), pathSegment(request, 'accountId'), readJson(request)),
  );
  app.post('/__simulator/tasks', async (request, reply) => reply.code(201).send(addTask(state, readJson(request))));
  app.patch('/__simulator/tasks/:taskId', async (request) =>
    changeTask(state, pathSegment(request, 'taskId'), readJson(request)),
  );
}

function addFaultControl(app: FastifyInstance, state: State): void {
  app.get('/__simulator/faults', async () => ({ faults: state.faults.all() }));
  app.post('/__simulator/faults', async (request, reply) => {
    const fault = checkAnyFault(readJson(request));
    state.faults.add(fault);
    return reply.code(201).send(fault);
  });
  app.delete('/__simulator/faults', async () => {
    state.faults.clear();
    return { faults: [] };
  });
}

function addWebhookControl(app: FastifyInstance, state: State): void {
  const { webhooks } = state;
  const describe = () => ({
    url: webhooks.url(),
    deliveries: webhooks.deliveries(),
    dropped: webhooks.dropped(),
  });
  app.get('/__simulator/webhooks', async () => describe());
  app.put('/__simulator/webhooks', async (request) => {
    webhooks.sendTo(checkReceiver(readJson(request)));
    return describe();
  });
  app.post('/__simulator/webhooks', async (request, reply) => {
    sendMadeUpEvent(state, readJson(request));
    return reply.code(202).send(describe());
  });
}
