import type { Rotation, SecretRef, Tick } from '../../../domain/rotation/rotation.ts';
import type { ApplicationRef } from '../../../domain/shared/application.ts';
import type { NamedPerson } from '../../../domain/shared/person.ts';
import { lowerNamed, storable } from '../base/transaction.ts';
import type { rotations } from '../reminders/schema-reminders.ts';

type Row = typeof rotations.$inferSelect;

/** Step 1 has not been done, and so none after it. */
export const BACK_AT_STEP_1 = {
  newKeyId: null,
  newName: null,
  newHint: null,
  newEnd: null,
  newBy: null,
  newAt: null,
  adopted: false,
  updatedBy: null,
  updatedAt: null,
  confirmedBy: null,
  confirmedAt: null,
  firstUsed: null,
  signedInAt: null,
  oldUsedAt: null,
  logFrom: null,
  logUntil: null,
};

export function openingRow(
  id: string,
  { clientId, displayName }: ApplicationRef,
  { keyId, name, hint, end }: SecretRef,
  { by, at }: Tick,
): typeof rotations.$inferInsert {
  return {
    id,
    clientId: clientId.toLowerCase(),
    displayName: storable(displayName),
    oldKeyId: keyId,
    oldName: storable(name),
    oldHint: storable(hint),
    oldEnd: end,
    state: 'open',
    startedBy: lowerNamed(by),
    startedAt: at,
  };
}

export function freshColumns({ keyId, name, hint, end }: SecretRef, { by, at }: Tick, adopted: boolean) {
  return {
    newKeyId: keyId,
    newName: storable(name),
    newHint: storable(hint),
    newEnd: end,
    newBy: lowerNamed(by),
    newAt: at,
    adopted,
  };
}

export function toRotation(row: Row): Rotation {
  const { id, clientId, displayName, state } = row;
  return {
    id,
    application: { clientId, displayName },
    old: { keyId: row.oldKeyId, name: row.oldName, hint: row.oldHint, end: row.oldEnd },
    state,
    started: { by: row.startedBy, at: row.startedAt },
    fresh: toFresh(row),
    updated: toTick(row.updatedBy, row.updatedAt),
    confirmed: toTick(row.confirmedBy, row.confirmedAt),
    ended: row.endedAt === null ? undefined : { by: row.endedBy ?? undefined, at: row.endedAt },
    firstUsed: row.firstUsed ?? undefined,
    exposed: toExposed(row),
    log: toLog(row),
  };
}

function toExposed({ exposedBy: by, exposedAt: at, exposedHours: hours }: Row): Rotation['exposed'] {
  return by === null || at === null || hours === null ? undefined : { by, at, hours };
}

function toLog({ logFrom: from, logUntil: until, signedInAt, oldUsedAt }: Row): Rotation['log'] {
  if (from === null || until === null) return undefined;
  return { signedInAt: signedInAt ?? undefined, oldUsedAt: oldUsedAt ?? undefined, from, until };
}

function toFresh(row: Row): Rotation['fresh'] {
  const { newKeyId: keyId, newName: name, newHint: hint, newEnd: end, adopted } = row;
  const tick = toTick(row.newBy, row.newAt);
  if (keyId === null || name === null || hint === null || end === null || tick === undefined) return undefined;
  return { ...tick, secret: { keyId, name, hint, end }, adopted };
}

function toTick(by: NamedPerson | null, at: Date | null): Tick | undefined {
  return by === null || at === null ? undefined : { by, at };
}
