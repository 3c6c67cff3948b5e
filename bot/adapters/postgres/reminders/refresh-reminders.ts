import { and, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { NewerSecret } from '../../../domain/reminders/escalation.ts';
import type { ObservedSecretState, SecretKey } from '../../../ports/reminders/reminders.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { storable } from '../base/transaction.ts';
import { changeIn, isOneOf, markStale, type Shown } from './end-reminders.ts';
import { reminders } from './schema-reminders.ts';

const IS_LIVE = isNull(reminders.endedHow);
const STANDINGS = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

/** The columns of the newer secret that a reminder names. */
export function newerColumns(newer: NewerSecret | undefined): { newerKeyId: string | null; newerName: string | null } {
  if (newer === undefined) return { newerKeyId: null, newerName: null };
  return { newerKeyId: storable(newer.keyId), newerName: storable(newer.name) };
}

/** Whether a reminder of any of these secrets has not ended. */
export async function isAnyLive(tx: Orm, secrets: readonly SecretKey[]): Promise<boolean> {
  const { stage } = reminders;
  for (const some of chunks(secrets)) {
    const live = await tx
      .select({ stage })
      .from(reminders)
      .where(and(IS_LIVE, isOneOf(some)))
      .limit(1);
    if (live.length > 0) return true;
  }
  return false;
}

/** What the directory says now of secrets that are reminded of. How many reminders said otherwise. */
export async function refreshIn(tx: Orm, standings: readonly ObservedSecretState[], at: Date): Promise<number> {
  const changed: Shown[] = [];
  // All processes change the rows in this order, in any order that the directory lists them.
  for (const [newer, cutOff] of STANDINGS) {
    const these = standings.filter((one) => one.newer === newer && one.cutOff === cutOff);
    const untrue = or(ne(reminders.newer, newer), cutOff ? undefined : reminders.cutOff);
    const set = cutOff ? { newer } : { newer, cutOff };
    for (const some of chunks(these)) changed.push(...(await changeIn(tx, and(IS_LIVE, isOneOf(some), untrue), set)));
  }
  for (const some of chunks(standings.filter(({ newerSecret }) => newerSecret !== undefined)))
    changed.push(...(await nameNewer(tx, some)));
  await markStale(tx, changed, at);
  return changed.length;
}

/** Reminders that name another newer secret, or none, name this one. */
async function nameNewer(tx: Orm, standings: readonly ObservedSecretState[]): Promise<readonly Shown[]> {
  const { clientId, keyId, newerKeyId, newerName } = reminders;
  const rows = standings.map((one) => ({
    c: one.clientId.toLowerCase(),
    k: storable(one.keyId),
    ...newerColumns(one.newerSecret),
  }));
  const given = sql`json_to_recordset(${JSON.stringify(rows)}::json) AS given (c text, k text, "newerKeyId" text, "newerName" text)`;
  const own = (column: SQL) => sql`(SELECT ${column} FROM ${given} WHERE (c, k) = (${clientId}, ${keyId}))`;
  const [itsKey, itsName] = [own(sql`"newerKeyId"`), own(sql`"newerName"`)];
  const untrue = sql`(${newerKeyId} IS DISTINCT FROM ${itsKey} OR ${newerName} IS DISTINCT FROM ${itsName})`;
  const which = and(IS_LIVE, isOneOf(standings), untrue);
  return changeIn(tx, which, { newerKeyId: itsKey, newerName: itsName });
}
