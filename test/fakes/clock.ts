import type { Clock } from '../../bot/ports/shared/clock.ts';

/** A clock that shows one time until `pass` moves it. */
export interface FakeClock {
  readonly clock: Clock;
  pass(ms: number): void;
}

export function createFakeClock(start: Date): FakeClock {
  let now = start.getTime();
  return {
    clock: () => new Date(now),
    pass: (ms) => {
      now += ms;
    },
  };
}
