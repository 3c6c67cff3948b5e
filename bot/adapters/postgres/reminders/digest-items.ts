import { and, eq, inArray } from 'drizzle-orm';
import type { Digest, DigestItem } from '../../../domain/reminders/digest.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { claims, type digests, reminders } from './schema-reminders.ts';

export type DigestRow = typeof digests.$inferSelect;
type ReminderRow = typeof reminders.$inferSelect;
type ClaimRow = typeof claims.$inferSelect;

/** Digests with their items as they stand now, in the order of the rows. */
export async function digestsOf(tx: Orm, rows: readonly DigestRow[]): Promise<readonly Digest[]> {
  const items = new Map<string, DigestItem[]>(rows.map(({ id }) => [id, []]));
  const claimOfIt = and(eq(claims.clientId, reminders.clientId), eq(claims.keyId, reminders.keyId));
  for (const some of chunks([...items.keys()])) {
    const found = await tx
      .select({ reminder: reminders, claim: claims })
      .from(reminders)
      .leftJoin(claims, claimOfIt)
      .where(inArray(reminders.digestId, [...some]))
      .orderBy(reminders.number);
    for (const { reminder, claim } of found) items.get(reminder.digestId ?? '')?.push(toItem(reminder, claim));
  }
  return rows.map(({ id, destination, asOf }) => ({ id, destination, asOf, items: items.get(id) ?? [] }));
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
