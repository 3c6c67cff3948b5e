import type { FaultWorld } from '../fault-world.ts';
import type { Change } from '../paths/write-path.ts';

type Row = Readonly<Record<string, unknown>>;

/** What the tables hold about people and their roles, read once for all changes. */
export interface Rows {
  readonly audit: readonly Row[];
  readonly assignments: readonly Row[];
  readonly requests: readonly Row[];
  readonly sessions: readonly Row[];
  readonly contacts: readonly Row[];
  readonly rotations: readonly Row[];
}

export async function readRows({ query }: FaultWorld): Promise<Rows> {
  return {
    audit: await query('SELECT action, actor_oid, subject_oid, client_id, key_id, detail FROM audit'),
    assignments: await query('SELECT oid, client_id FROM assignments'),
    requests: await query('SELECT id, oid, words::text AS words, state FROM access_requests'),
    sessions: await query('SELECT oid FROM sessions'),
    contacts: await query('SELECT id, address FROM contacts'),
    rotations: await query('SELECT client_id, old_key_id, exposed_at FROM rotations'),
  };
}

/** A change, and whether the person was told that it is made. */
export interface Pressed {
  readonly saidDone: boolean;
  readonly change: (rows: Rows) => Change;
}

/** Changes that are about no secret. A list is empty if the promise was kept. */
export interface FoundChanges {
  /** What one part of the world says and another does not. */
  readonly torn: readonly string[];
  readonly lost: readonly string[];
  /** One entry for each message too many. */
  readonly doubled: readonly string[];
}

/** A change is made, recorded once and told, or it is none of these; and nobody is told that it is made if it is not. */
export async function checkChanges(faults: FaultWorld, pressed: readonly Pressed[]): Promise<FoundChanges> {
  if (pressed.length === 0) return { torn: [], lost: [], doubled: [] };
  const rows = await readRows(faults);
  const all = pressed.map(({ saidDone, change }) => ({ saidDone, ...change(rows) }));
  return {
    torn: all.flatMap(({ name, isMade, recorded, told = 0, saidDone }) => [
      ...(recorded === Number(isMade)
        ? []
        : [`${isMade ? 'made' : 'not made'} and recorded ${recorded} times: ${name}`]),
      ...(saidDone && !isMade ? [`not made, and the person was told that it is: ${name}`] : []),
      ...(told > 0 && !isMade ? [`not made, and others were told that it is: ${name}`] : []),
    ]),
    lost: all.filter(({ isMade, told }) => isMade && told === 0).map(({ name }) => name),
    doubled: all.flatMap(({ name, told = 0 }) => Array.from({ length: Math.max(0, told - 1) }, () => name)),
  };
}
