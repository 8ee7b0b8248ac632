/** A timeout that runs. Timeouts of equal length are a list in order of expiry, with one timer of Node for the list. */
export interface Timeout {
  readonly list: TimeoutList;
  readonly atMs: number;
  readonly expire: () => void;
  previous: Timeout | null;
  next: Timeout | null;
}

interface TimeoutList {
  readonly ms: number;
  first: Timeout | null;
  last: Timeout | null;
  isArmed: boolean;
}

/** Lengths come from the configuration, so there are few. */
const lists = new Map<number, TimeoutList>();

/** Node's timers may be early by less than this. */
const toleranceMs = 1;

export function startTimeout(ms: number, expire: () => void): Timeout {
  const list = listOf(ms);
  const timeout: Timeout = { list, atMs: performance.now() + ms, expire, previous: list.last, next: null };
  if (list.last) list.last.next = timeout;
  else list.first = timeout;
  list.last = timeout;
  // A timer of a stopped timeout stays armed: it expires nothing, and is armed again for the first that is left.
  if (!list.isArmed) arm(list, ms);
  return timeout;
}

/** Has no effect on a timeout that has expired or was stopped. */
export function stopTimeout(timeout: Timeout): void {
  const { list, previous, next } = timeout;
  if (previous) previous.next = next;
  else if (list.first === timeout) list.first = next;
  if (next) next.previous = previous;
  else if (list.last === timeout) list.last = previous;
  timeout.previous = null;
  timeout.next = null;
}

function listOf(ms: number): TimeoutList {
  let list = lists.get(ms);
  if (!list) {
    list = { ms, first: null, last: null, isArmed: false };
    lists.set(ms, list);
  }
  return list;
}

/** The timer does not keep the process alive: the connections of what is under way do. */
function arm(list: TimeoutList, ms: number): void {
  list.isArmed = true;
  setTimeout(expireDue, ms, list).unref();
}

function expireDue(list: TimeoutList): void {
  list.isArmed = false;
  const nowMs = performance.now() + toleranceMs;
  for (let timeout = list.first; timeout && timeout.atMs <= nowMs; timeout = list.first) {
    stopTimeout(timeout);
    timeout.expire();
  }
  if (list.first && !list.isArmed) arm(list, Math.max(1, list.first.atMs - performance.now()));
}
