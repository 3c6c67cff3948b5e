import { and, eq, type SQL } from 'drizzle-orm';
import type { Digest, DigestItem } from '../../../domain/reminders/digest.ts';
import type { Orm } from '../base/database.ts';
import { claims, digests, reminders } from './schema-reminders.ts';

type ReminderRow = typeof reminders.$inferSelect;
type ClaimRow = typeof claims.$inferSelect;

/** The digest with its items as they stand now. */
export async function digestIn(tx: Orm, which: SQL): Promise<Digest | undefined> {
  const claimOfIt = and(eq(claims.clientId, reminders.clientId), eq(claims.keyId, reminders.keyId));
  const rows = await tx
    .select({ digest: digests, reminder: reminders, claim: claims })
    .from(digests)
    .leftJoin(reminders, eq(reminders.digestId, digests.id))
    .leftJoin(claims, claimOfIt)
    .where(which)
    .orderBy(reminders.number);
  const [first] = rows;
  if (first === undefined) return undefined;
  const { id, destination, asOf } = first.digest;
  const items = rows.flatMap(({ reminder, claim }) => (reminder === null ? [] : toItem(reminder, claim)));
  return { id, destination, asOf, items };
}

function toItem(row: ReminderRow, claim: ClaimRow | null): DigestItem {
  const { endedHow: how, endedAt: at } = row;
  return {
    number: row.number ?? 0,
    application: { clientId: row.clientId, displayName: row.displayName },
    keyId: row.keyId,
    stage: row.stage,
    secretName: row.secretName,
    hint: row.hint,
    end: row.secretEnd,
    newer: row.newer,
    cutOff: row.cutOff,
    claim: claim === null ? undefined : toClaim(claim),
    ending: how === null || at === null ? undefined : { how, by: row.endedBy ?? undefined, at },
  };
}

export function toClaim({ tid, oid, name, claimedAt: at }: ClaimRow) {
  return { by: { tid, oid, name }, at };
}
