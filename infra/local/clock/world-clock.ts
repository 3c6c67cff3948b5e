/**
 * The clock of the local world: the machine's, and some days ahead of it. It takes the place of `Date` in a whole process,
 * the embedded database included. Timers and `performance.now()` go on as before.
 */
let ahead = 0;
let moved: { readonly at: number; readonly from: number } | undefined;

/** Requests that were on their way when the clock was moved arrive within this time. */
const ON_THEIR_WAY_MS = 10_000;

const machine = Date;
const now = () => machine.now() + ahead;

/** Makes the process live by the world's clock. Call it before anything else is loaded. */
export function useWorldClock(startAhead = 0): void {
  ahead = startAhead;
  const worldly: DateConstructor = new Proxy(machine, {
    construct: (target, parts, newTarget): Date =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget === worldly ? target : newTarget),
    apply: () => new machine(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  // A value is told to be a date by its constructor in places.
  machine.prototype.constructor = worldly;
  globalThis.Date = worldly;
}

/** So many milliseconds the world is ahead of the machine. */
export function worldAhead(): number {
  return ahead;
}

/** Sets how far ahead the world is. */
export function setWorldAhead(ms: number): void {
  moved = { at: machine.now(), from: ahead };
  ahead = ms;
}

/** The time, and, if the clock has just been moved, what it would be otherwise. */
export function timesNow(): readonly Date[] {
  const isRecent = moved !== undefined && machine.now() - moved.at < ON_THEIR_WAY_MS;
  return isRecent && moved !== undefined ? [new Date(), new Date(machine.now() + moved.from)] : [new Date()];
}
