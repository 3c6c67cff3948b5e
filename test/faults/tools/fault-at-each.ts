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

/** Entra fails when it is asked for a token. After 429 and 5xx msal itself asks nobody for a minute, so these are not here. */
const ENTRA_FAULTS: readonly Fault[] = [
  answer('before', 400),
  { phase: 'before', act: { how: 'cut' } },
  { phase: 'after', act: { how: 'half' } },
  { phase: 'after', act: { how: 'delay', ms: 700 } },
];

/** Which faults a step has depends on the service that it asks. */
export interface FaultLists {
  /** Graph and Teams. */
  readonly service: readonly Fault[];
  /** If there is one, tokens end so soon that Entra is asked in each walk. */
  readonly entra: readonly Fault[];
  readonly database: readonly Fault[];
  /** Steps of the database have one of these, too: they take turns. */
  readonly databaseInTurn: readonly Fault[];
  /** So many steps of the database have faults in one run, and others in the next one. All of them if it is left out. */
  readonly sqlSteps?: number;
}

export const ALL_FAULTS: FaultLists = {
  ...{ service: SERVICE_FAULTS, entra: [], database: DATABASE_FAULTS, databaseInTurn: [] },
};

/**
 * One of each kind, for the paths that do not have all faults. The adapters that read the answers of Graph, Teams and the
 * database are the same for all paths, and the creation has all faults.
 */
export const FEW_FAULTS: FaultLists = {
  service: [
    ...[answer('before', 403), answer('before', 503), answer('after', 500)],
    { phase: 'before', act: { how: 'cut' } },
    { phase: 'after', act: { how: 'half' } },
    { phase: 'after', act: { how: 'delay', ms: 700 } },
  ],
  entra: ENTRA_FAULTS,
  database: [
    { phase: 'before', act: { how: 'fail', state: '53100' } },
    { phase: 'before', act: { how: 'cut' } },
    { phase: 'after', act: { how: 'cut' } },
  ],
  databaseInTurn: [],
};

/**
 * For the paths that change a secret and have many steps. What a transaction has begun is rolled back, however the database
 * fails in it, so the kinds take turns. The end of a transaction has them all.
 */
export const FAULTS_IN_TURN: FaultLists = {
  ...FEW_FAULTS,
  database: DATABASE_FAULTS.slice(0, 1),
  databaseInTurn: DATABASE_FAULTS.slice(1),
  sqlSteps: 12,
};

/** Whether the change is made may be unclear after it. */
const IS_UNCLEAR = /^sql commit/;

function faultsAt(name: string, lists: FaultLists, index: number): readonly Fault[] {
  if (name.startsWith('entra ')) return lists.entra;
  if (!name.startsWith('sql ')) return lists.service;
  const { database, databaseInTurn: others } = lists;
  const [other] = others.slice(index % Math.max(1, others.length));
  if (other === undefined || IS_UNCLEAR.test(name)) return [...database, ...others];
  return [...database, other];
}

/** Teams refuses a message for good, so that it reaches nobody and is not tried again. */
function isRefusal({ phase, act }: Fault): boolean {
  return phase === 'before' && act.how === 'answer' && act.status === 403;
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
  for (const [index, { name, nth }] of steps.entries()) {
    const canBeTold = (fault: Fault) =>
      path.isToldInOnePlace !== true || !(name.startsWith('teams ') && isRefusal(fault));
    for (const { phase, act } of faultsAt(name, lists, index).filter(canBeTold)) {
      const slot = faults.slots[turn % faults.slots.length];
      const manager = managers[turn % managers.length];
      if (slot === undefined || manager === undefined) throw new Error('nobody is there');
      const times = path.timesEach ?? Number.POSITIVE_INFINITY;
      if (turn >= managers.length * times) throw new Error(`${turn} turns are too many for the managers`);
      turn += 1;
      faults.teams.setBot(slot.url);
      const secret = `${path.name}, ${name}, ${String(turn).padStart(4, '0')}`;
      const prepared = await path.prepare(faults, manager, secret);
      const by = path.byItself === true ? {} : { by: slot.name };
      const planned = faults.plan.next({ ...by, name, nth, phase }, act);
      await notes.press(prepared);
      if (planned.isDone()) notes.injected();
      else notes.missed(`${phase} ${name} (${nth}): ${act.how}`);
      planned.forget();
    }
  }
  return notes.all();
}
