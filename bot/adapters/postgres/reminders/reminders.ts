import { and, isNull, type SQL, sql } from 'drizzle-orm';
import {
  type Destination,
  destinationKey,
  type PlannedReminder,
  type ReminderReceipt,
} from '../../../domain/reminders/reminder.ts';
import type { Reminders, SecretKey } from '../../../ports/reminders/reminders.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { lowerPerson, type Runner, storable } from '../base/transaction.ts';
import { gatherIn } from './build-digests.ts';
import { createClaims } from './claims.ts';
import { createDigests } from './digests.ts';
import { endIn } from './end-reminders.ts';
import { isAnyLive, newerColumns, refreshIn } from './refresh-reminders.ts';
import { reminders } from './schema-reminders.ts';

export function createReminders(runner: Runner): Reminders {
  const { transact, direct } = runner;
  return {
    ...createDigests(runner),
    ...createClaims(runner),
    receipts: (clientIds) => direct((tx) => receiptsIn(tx, clientIds)),
    plan: (planned, at) => transact((tx) => planIn(tx, planned, at)),
    buildDigests: (at, newId) => transact((tx) => gatherIn(tx, at, newId)),
    refresh: async (standings, at) => {
      // Most secrets that change have no reminder yet: one read finds that out.
      const concerned = await direct((tx) => isAnyLive(tx, standings));
      return concerned ? transact((tx) => refreshIn(tx, standings, at)) : 0;
    },
    missing: (present) => direct((tx) => missingIn(tx, present)),
    endDeleted: (secrets, at) => transact((tx) => endIn(tx, secrets.map(lower), { how: 'deleted', by: undefined, at })),
  };
}

async function receiptsIn(tx: Orm, clientIds: readonly string[]): Promise<readonly ReminderReceipt[]> {
  const { clientId, keyId, stage, destination, cutOff } = reminders;
  const receipts: ReminderReceipt[] = [];
  for (const some of chunks(clientIds.map((id) => id.toLowerCase()))) {
    const ofThese = isOneOf(clientId, some);
    receipts.push(...(await tx.select({ clientId, keyId, stage, destination, cutOff }).from(reminders).where(ofThese)));
  }
  return receipts;
}

async function planIn(tx: Orm, planned: readonly PlannedReminder[], at: Date): Promise<number> {
  let added = 0;
  // One order for all, so that two plans of the same never wait for each other.
  const rows = inOrder(planned.map((reminder) => toRow(reminder, at)));
  for (const some of chunks(rows)) {
    const inserted = await tx
      .insert(reminders)
      .select(rowsOf(some))
      .onConflictDoNothing()
      .returning({ stage: reminders.stage });
    added += inserted.length;
  }
  return added;
}

/**
 * All columns, in the order of the table. The rows are one parameter: with a parameter for each value, the query builder
 * takes more time than the database.
 */
function rowsOf(rows: readonly ReturnType<typeof toRow>[]): SQL {
  return sql`SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS given
    ("clientId" text, "keyId" text, stage smallint, "destinationKey" text, destination json, "displayName" text,
    "secretName" text, hint text, "secretEnd" timestamptz, newer boolean, "cutOff" boolean, "plannedAt" timestamptz,
    "digestId" text, number integer, "endedHow" text, "endedBy" json, "endedAt" timestamptz,
    "newerKeyId" text, "newerName" text, overlong boolean)`;
}

function toRow(planned: PlannedReminder, plannedAt: Date) {
  const destination = lowerDestination(planned.destination);
  return {
    clientId: planned.application.clientId.toLowerCase(),
    keyId: storable(planned.keyId),
    stage: planned.stage,
    destinationKey: storable(destinationKey(destination)),
    destination,
    displayName: storable(planned.application.displayName),
    secretName: storable(planned.secretName),
    hint: storable(planned.hint),
    secretEnd: planned.end,
    newer: planned.newer,
    cutOff: planned.cutOff,
    plannedAt,
    ...newerColumns(planned.newerSecret),
    overlong: planned.overlong === true,
  };
}

/** Each key is made once: a comparison asks for it again and again. */
function inOrder(rows: readonly ReturnType<typeof toRow>[]): readonly ReturnType<typeof toRow>[] {
  const keyed = rows.map((row) => ({
    row,
    key: `${row.clientId} ${row.keyId} ${row.stage} ${row.destinationKey}`,
  }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

function lowerDestination(to: Destination): Destination {
  return to.kind === 'chat' || to.kind === 'mail' ? { ...to, person: lowerPerson(to.person) } : to;
}

async function missingIn(tx: Orm, present: Parameters<Reminders['missing']>[0]): Promise<readonly SecretKey[]> {
  const keys = new Map(present.map(({ clientId, keyIds }) => [clientId.toLowerCase(), new Set(keyIds)]));
  const { clientId, keyId } = reminders;
  const missing: SecretKey[] = [];
  for (const some of chunks([...keys.keys()])) {
    const living = await tx
      .selectDistinct({ clientId, keyId })
      .from(reminders)
      .where(and(isNull(reminders.endedHow), isOneOf(clientId, some)));
    missing.push(...living.filter((secret) => keys.get(secret.clientId)?.has(secret.keyId) === false));
  }
  return missing;
}

function lower({ clientId, keyId }: SecretKey): SecretKey {
  return { clientId: clientId.toLowerCase(), keyId };
}
