import { createFaultList, type FaultList } from '../faults/fault-list.ts';
import { type CallLog, createCallLog } from './call-log.ts';
import { type Clock, createClock } from './clock.ts';
import { createStore, type Documents, type Store } from './world-store.ts';

/** What both listeners share. */
export interface State {
  readonly seed: number;
  readonly store: Store;
  readonly clock: Clock;
  readonly calls: CallLog;
  readonly faults: FaultList;
}

export function createState(seed: number, startTime: string | undefined, documents: Documents | null): State {
  const store = createStore(documents);
  const start = startTime === undefined ? null : new Date(startTime);
  if (start && Number.isNaN(start.getTime())) throw new RangeError('startTime is not a date');
  const clock = createClock(start, store.setting('clockOffsetMs'), (ms) => store.saveSetting('clockOffsetMs', ms));
  return { seed, store, clock, calls: createCallLog(), faults: createFaultList(seed) };
}
