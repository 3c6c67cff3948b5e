import { and, desc, eq, gte, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { type Outage, REMEMBERED_MS } from '../../../../domain/reminders/outages/outage.ts';
import type { LoggedSignIn } from '../../../../domain/secrets/sign-in-log.ts';
import type { LogReading, OutageStep, Outages } from '../../../../ports/reminders/outages.ts';
import { chunks } from '../../base/chunks.ts';
import type { Orm } from '../../base/database.ts';
import { isOneOf } from '../../base/one-of.ts';
import { operations } from '../../base/schema.ts';
import { type Runner, storable } from '../../base/transaction.ts';
import { putIn, redrawOutages } from '../../messages/put-message.ts';
import { logAccess, logReadings, outages, type StoredUse, seenSignIns } from './schema-outages.ts';
import { watchedIn } from './watched.ts';

type Row = typeof outages.$inferSelect;

const ONE = 1;
/** Entries are read again for less than this. */
const SEEN_FOR_MS = 3 * 24 * 60 * 60_000;
/** Ended outages are deleted after this. */
const KEPT_MS = 90 * 24 * 60 * 60_000;

export function createOutages({ transact, direct }: Runner): Outages {
  return {
    readings: () => direct((tx) => tx.select().from(logReadings)),
    unseen: (entries) => direct((tx) => unseenIn(tx, entries)),
    watched: (formsSince, createdSince) => transact((tx) => watchedIn(tx, formsSince, createdSince)),
    look: (reading, entries, endedSince, decide) =>
      transact(async (tx) => {
        await noteReading(tx, reading);
        const fresh = await freshAmong(tx, entries);
        const isKnown = or(isNull(outages.endedAt), gte(outages.endedAt, endedSince));
        const known = (await tx.select().from(outages).where(isKnown).orderBy(desc(outages.since)).for('update')).map(
          toOutage,
        );
        const steps = decide(fresh, known);
        await writeIn(tx, steps, reading.askedAt);
        return steps;
      }),
    tried: (reading) =>
      direct(async (tx) => {
        const tried = { askedAt: reading.askedAt };
        await tx.insert(logReadings).values(reading).onConflictDoUpdate({ target: logReadings.question, set: tried });
      }),
    find: async (id) => (await direct((tx) => outagesIn(tx, eq(outages.id, storable(id)))))[0],
    open: () => direct((tx) => outagesIn(tx, isNull(outages.endedAt))),
    deletedBetween: (clientId, since, at) => direct((tx) => deletedIn(tx, clientId, since, at)),
    ...accessMethods({ transact, direct }),
  };
}

function accessMethods({
  transact,
  direct,
}: Pick<Runner, 'transact' | 'direct'>): Pick<Outages, 'access' | 'denied' | 'allowed'> {
  return {
    access: () =>
      direct(async (tx) => {
        const [row] = await tx.select().from(logAccess);
        return row && { deniedSince: row.deniedSince ?? undefined, triedAt: row.triedAt };
      }),
    denied: (at, messages) =>
      transact(async (tx) => {
        const [row] = await tx.select().from(logAccess).for('update');
        const denied = { deniedSince: row?.deniedSince ?? at, triedAt: at };
        await tx
          .insert(logAccess)
          .values({ id: ONE, ...denied })
          .onConflictDoUpdate({ target: logAccess.id, set: denied });
        if (row?.deniedSince == null) await putIn(tx, messages);
      }),
    allowed: (at) =>
      direct(async (tx) => {
        const allowed = { deniedSince: null, triedAt: at };
        await tx
          .insert(logAccess)
          .values({ id: ONE, ...allowed })
          .onConflictDoUpdate({ target: logAccess.id, set: allowed });
      }),
  };
}

async function noteReading(tx: Orm, { question, from, until, askedAt }: LogReading): Promise<void> {
  const set = { from, until, askedAt };
  await tx
    .insert(logReadings)
    .values({ question, ...set })
    .onConflictDoUpdate({ target: logReadings.question, set });
}

async function unseenIn(tx: Orm, entries: readonly LoggedSignIn[]): Promise<readonly LoggedSignIn[]> {
  const seen = new Set<string>();
  for (const some of chunks(entries.map(({ id }) => storable(id))))
    for (const { id } of await tx.select({ id: seenSignIns.id }).from(seenSignIns).where(isOneOf(seenSignIns.id, some)))
      seen.add(id);
  return entries.filter(({ id }) => !seen.has(storable(id)));
}

/** Marks the entries as seen. Returns those that were not before. */
async function freshAmong(tx: Orm, entries: readonly LoggedSignIn[]): Promise<readonly LoggedSignIn[]> {
  const byId = new Map(entries.map((entry) => [storable(entry.id), entry]));
  const fresh: LoggedSignIn[] = [];
  for (const some of chunks([...byId])) {
    const rows = some.map(([id, { at }]) => ({ id, at }));
    const added = await tx.insert(seenSignIns).values(rows).onConflictDoNothing().returning({ id: seenSignIns.id });
    fresh.push(...added.flatMap(({ id }) => byId.get(id) ?? []));
  }
  return fresh;
}

async function writeIn(tx: Orm, steps: readonly OutageStep[], at: Date): Promise<void> {
  for (const { outage } of steps) {
    const row = toRow(outage);
    await tx.insert(outages).values(row).onConflictDoUpdate({ target: outages.id, set: row });
  }
  await tx.delete(seenSignIns).where(lt(seenSignIns.at, new Date(at.getTime() - SEEN_FOR_MS)));
  await tx.delete(outages).where(lt(outages.endedAt, new Date(at.getTime() - Math.max(KEPT_MS, REMEMBERED_MS))));
  await redrawOutages(
    tx,
    steps.filter(({ redraw }) => redraw).map(({ outage }) => outage.id),
    at,
  );
  await putIn(
    tx,
    steps.flatMap(({ messages }) => messages),
  );
}

async function outagesIn(tx: Orm, which: SQL | undefined): Promise<readonly Outage[]> {
  return (await tx.select().from(outages).where(which).orderBy(desc(outages.since), outages.id)).map(toOutage);
}

async function deletedIn(tx: Orm, clientId: string, since: Date, at: Date): ReturnType<Outages['deletedBetween']> {
  const ofApplication = and(eq(operations.clientId, clientId.toLowerCase()), eq(operations.kind, 'delete'));
  const between = and(gte(operations.settledAt, since), lte(operations.settledAt, at));
  const done = and(ofApplication, inArray(operations.state, ['done']), between);
  const [row] = await tx.select().from(operations).where(done).orderBy(sql`${operations.settledAt} DESC`).limit(1);
  if (row?.keyId == null || row.settledAt === null) return undefined;
  const by = { ...row.asker.person, name: row.asker.name };
  return { keyId: row.keyId, name: row.secretName ?? '', by, at: row.settledAt };
}

function toOutage({ clientId, displayName, endedAt, how, lastUsed, succeededAt, ...row }: Row): Outage {
  const ended = endedAt === null || how === null ? undefined : { at: endedAt, how };
  return {
    ...row,
    application: { clientId, displayName },
    lastUsed:
      lastUsed === null ? undefined : { ...lastUsed, at: lastUsed.at === null ? undefined : new Date(lastUsed.at) },
    succeededAt: succeededAt ?? undefined,
    ended,
  };
}

function toRow({ application, ended, lastUsed, succeededAt, ...outage }: Outage): Row {
  return {
    ...outage,
    clientId: application.clientId.toLowerCase(),
    displayName: storable(application.displayName),
    lastUsed: lastUsed === undefined ? null : toStoredUse(lastUsed),
    succeededAt: succeededAt ?? null,
    endedAt: ended?.at ?? null,
    how: ended?.how ?? null,
  };
}

function toStoredUse({ keyId, name, hint, at }: NonNullable<Outage['lastUsed']>): StoredUse {
  return { keyId, name: storable(name), hint: storable(hint), at: at?.toISOString() ?? null };
}
