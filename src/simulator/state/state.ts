import { createFaultList, type FaultList } from '../faults/fault-list.ts';
import { createWebhooks, type Webhooks } from '../webhooks/webhooks.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { type CallLog, createCallLog } from './call-log.ts';
import { type Clock, createClock } from './clock.ts';
import { createStore, type Documents, type Store } from './world-store.ts';

/** State that both hosts share. */
export interface State {
  readonly seed: number;
  readonly store: Store;
  readonly clock: Clock;
  readonly calls: CallLog;
  readonly faults: FaultList;
  readonly agenda: Agenda;
  readonly webhooks: Webhooks;
}

export function createState(seed: number, startTime: Date | null, documents: Documents | null): State {
  const store = createStore(documents);
  const clock = createClock(startTime, store.setting('clockOffsetMs'), (offsetMs) => {
    store.saveSetting('clockOffsetMs', offsetMs);
    agenda.catchUp();
  });
  const agenda = createAgenda(clock);
  const faults = createFaultList(seed);
  const webhooks = createWebhooks({ clock, agenda, faults });
  return { seed, store, clock, calls: createCallLog(), faults, agenda, webhooks };
}
