import type { Manager } from '../../load/managers.ts';
import type { FaultWorld } from './fault-world.ts';
import type { WritePath } from './paths/write-path.ts';
import type { Act, Target } from './plan.ts';
import type { Phase } from './step-names.ts';
import { createNotes, type Tried } from './tried.ts';

interface Fault {
  readonly phase: Phase;
  readonly act: Act;
}

const answer = (phase: Phase, status: number, retryAfterSeconds?: number): Fault => ({
  phase,
  act: { how: 'answer', status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
});

/** A service refuses before it does anything, fails after it has done it, breaks off, or is slow. */
const SERVICE_FAULTS: readonly Fault[] = [
  ...[400, 403, 404, 409, 500, 502, 503].map((status) => answer('before', status)),
  ...[answer('before', 429, 1), answer('before', 429, 60), answer('after', 500), answer('after', 503)],
  { phase: 'before', act: { how: 'cut' } },
  { phase: 'after', act: { how: 'cut' } },
  { phase: 'after', act: { how: 'half' } },
  { phase: 'before', act: { how: 'delay', ms: 700 } },
  { phase: 'after', act: { how: 'delay', ms: 700 } },
];

/** The database has no room, is shut down, cannot serialise, loses the connection before or after it is done, or is slow. */
const DATABASE_FAULTS: readonly Fault[] = [
  ...['53100', '57P01', '40001'].map((state): Fault => ({ phase: 'before', act: { how: 'fail', state } })),
  { phase: 'before', act: { how: 'cut' } },
  { phase: 'after', act: { how: 'cut' } },
  { phase: 'after', act: { how: 'half' } },
  { phase: 'before', act: { how: 'delay', ms: 100 } },
];

/** The faults at each step of a service, and at each step of the database. */
export interface FaultLists {
  readonly service: readonly Fault[];
  readonly database: readonly Fault[];
}

export const ALL_FAULTS: FaultLists = { service: SERVICE_FAULTS, database: DATABASE_FAULTS };

/**
 * One of each kind, for the paths that do not have all faults. The adapters that read the answers of Graph, Teams and the
 * database are the same for all paths, and the creation has all faults.
 */
export const FEW_FAULTS: FaultLists = {
  service: [
    ...[answer('before', 403), answer('before', 503), answer('after', 500)],
    { phase: 'before', act: { how: 'cut' } },
    { phase: 'after', act: { how: 'half' } },
  ],
  database: [
    { phase: 'before', act: { how: 'fail', state: '53100' } },
    { phase: 'before', act: { how: 'cut' } },
    { phase: 'after', act: { how: 'cut' } },
  ],
};

function faultsAt(name: string, { service, database }: FaultLists): readonly Fault[] {
  return name.startsWith('sql ') ? database : service;
}

/** Has the faults that the list gives for each of the steps, one at a time; the processes go on. */
export async function faultAtEach(
  faults: FaultWorld,
  path: WritePath,
  managers: readonly Manager[],
  steps: readonly Pick<Target, 'name' | 'nth'>[],
  lists: FaultLists,
): Promise<Tried> {
  const notes = createNotes();
  let turn = 0;
  for (const { name, nth } of steps) {
    for (const { phase, act } of faultsAt(name, lists)) {
      const slot = faults.slots[turn % faults.slots.length];
      const manager = managers[turn % managers.length];
      if (slot === undefined || manager === undefined) throw new Error('nobody is there');
      const times = path.timesEach ?? Number.POSITIVE_INFINITY;
      if (turn >= managers.length * times) throw new Error(`${turn} turns are too many for the managers`);
      turn += 1;
      faults.teams.setBot(slot.url);
      const secret = `${path.name}, ${name}, ${String(turn).padStart(4, '0')}`;
      const prepared = await path.prepare(faults, manager, secret);
      const planned = faults.plan.next({ by: slot.name, name, nth, phase }, act);
      await notes.press(prepared);
      if (planned.isDone()) notes.injected();
      else notes.missed(`${phase} ${name} (${nth}): ${act.how}`);
      planned.forget();
    }
  }
  return notes.all();
}
