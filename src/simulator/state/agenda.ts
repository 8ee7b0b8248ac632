import type { Clock } from './clock.ts';

interface Entry {
  /** Milliseconds since the epoch, on the clock of the simulator. */
  readonly at: number;
  readonly group: string;
  readonly run: () => void;
}

/** Functions to run when the clock of the simulator reaches a time, by itself or because it is moved. */
export interface Agenda {
  /** Runs the entry at once if its time has come. */
  add(entry: Entry): void;
  /** Removes the entries of a group that have not run. */
  cancel(group: string): void;
  /** Runs the due entries in order. Called when the clock has been moved. */
  catchUp(): void;
  clear(): void;
}

/** Node fires a longer timer at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export function createAgenda(clock: Clock): Agenda {
  let entries: Entry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;

  function schedule(at: number): void {
    if (!clock.isRunning || at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    const ms = Math.max(0, at - clock.now().getTime());
    timer = setTimeout(catchUp, Math.min(ms, MAX_TIMER_MS)).unref();
  }

  function scheduleNext(): void {
    clearTimeout(timer);
    timerAt = Number.POSITIVE_INFINITY;
    const next = entries.reduce((soonest, { at }) => Math.min(soonest, at), Number.POSITIVE_INFINITY);
    if (next < Number.POSITIVE_INFINITY) schedule(next);
  }

  function catchUp(): void {
    const now = clock.now().getTime();
    const due = entries.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    entries = entries.filter(({ at }) => at > now);
    for (const { run } of due) run();
    scheduleNext();
  }

  return {
    add: (entry) => {
      if (entry.at <= clock.now().getTime()) return entry.run();
      entries.push(entry);
      schedule(entry.at);
    },
    cancel: (group) => {
      entries = entries.filter((entry) => entry.group !== group);
    },
    catchUp,
    clear: () => {
      entries = [];
      scheduleNext();
    },
  };
}
