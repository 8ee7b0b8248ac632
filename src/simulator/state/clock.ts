export interface Clock {
  now(): Date;
  /** Whether the clock follows real time. */
  readonly isRunning: boolean;
  /** Sum of all moves. */
  offsetMs(): number;
  move(ms: number): void;
  set(time: Date): void;
  reset(): void;
}

/**
 * Follows real time, or stands still at the start time, so that no test depends on its speed.
 * Either clock can be moved.
 */
export function createClock(startTime: Date | null, offsetMs: number, onMove: (offsetMs: number) => void): Clock {
  let offset = offsetMs;
  const base = () => startTime?.getTime() ?? Date.now();
  const moveTo = (newOffset: number) => {
    if (Number.isNaN(new Date(base() + newOffset).getTime())) throw new RangeError('The clock cannot hold this time');
    offset = newOffset;
    onMove(offset);
  };

  return {
    now: () => new Date(base() + offset),
    isRunning: startTime === null,
    offsetMs: () => offset,
    move: (ms) => moveTo(offset + ms),
    set: (time) => moveTo(time.getTime() - base()),
    reset: () => moveTo(0),
  };
}
