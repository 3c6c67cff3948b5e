import type { FaultWorld } from './fault-world.ts';
import type { Tried } from './kills.ts';
import type { WritePath } from './paths.ts';
import type { Act, Target } from './plan.ts';
import type { Phase } from './step-names.ts';

interface Fault {
  readonly phase: Phase;
  readonly act: Act;
}

const answer = (phase: Phase, status: number, retryAfterSeconds?: number): Fault => ({
  phase,
  act: { how: 'answer', status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
});

/** A service refuses before it does anything, fails after it has done it, breaks off, or is slow. */
export const SERVICE_FAULTS: readonly Fault[] = [
  ...[400, 403, 404, 409, 500, 502, 503].map((status) => answer('before', status)),
  ...[answer('before', 429, 1), answer('before', 429, 60), answer('after', 500), answer('after', 503)],
  { phase: 'before', act: { how: 'cut' } },
  { phase: 'after', act: { how: 'cut' } },
  { phase: 'after', act: { how: 'half' } },
  { phase: 'before', act: { how: 'delay', ms: 700 } },
  { phase: 'after', act: { how: 'delay', ms: 700 } },
];

/** The database has no room, is shut down, cannot serialise, loses the connection before or after it is done, or is slow. */
export const DATABASE_FAULTS: readonly Fault[] = [
  ...['53100', '57P01', '40001'].map((state): Fault => ({ phase: 'before', act: { how: 'fail', state } })),
  { phase: 'before', act: { how: 'cut' } },
  { phase: 'after', act: { how: 'cut' } },
  { phase: 'after', act: { how: 'half' } },
  { phase: 'before', act: { how: 'delay', ms: 100 } },
];

/** Has each fault at each of the steps, one at a time; the processes go on. `names`: those of the steps, with their numbers. */
export async function faultAtEach(
  faults: FaultWorld,
  path: WritePath,
  steps: readonly Pick<Target, 'name' | 'nth'>[],
  list: readonly Fault[],
): Promise<Tried> {
  const answered = new Set<string>();
  const missed: string[] = [];
  let injected = 0;
  let turn = 0;
  for (const { name, nth } of steps) {
    for (const { phase, act } of list) {
      const slot = faults.slots[turn % faults.slots.length];
      const manager = faults.managers[turn % faults.managers.length];
      if (slot === undefined || manager === undefined) throw new Error('nobody is there');
      turn += 1;
      faults.teams.setBot(slot.url);
      const secret = `${path.name}, ${name}, ${String(turn).padStart(4, '0')}`;
      const { about, press } = await path.prepare(faults, manager, secret);
      const planned = faults.plan.next({ by: slot.name, name, nth, phase }, act);
      if (await press()) answered.add(about);
      if (planned.isDone()) injected += 1;
      else missed.push(`${phase} ${name} (${nth}): ${act.how}`);
      planned.forget();
    }
  }
  return { injected, missed, answered };
}
