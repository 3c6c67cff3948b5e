import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Claim } from '../../../domain/reminders/claim.ts';
import type { Digest, DigestItem } from '../../../domain/reminders/digest.ts';
import type { Destination } from '../../../domain/reminders/reminder.ts';
import type { Orm } from '../base/database.ts';
import { claims, digests, reminders } from './schema-reminders.ts';

type ReminderRow = typeof reminders.$inferSelect;
type ClaimRow = typeof claims.$inferSelect;

/** The destinations of the other reminders of the same secret at the same stage. */
const ALSO_TOLD = sql<readonly Destination[]>`coalesce((
  SELECT json_agg(other.destination ORDER BY other.destination_key) FROM reminders AS other
  WHERE (other.client_id, other.key_id, other.stage) = (${reminders.clientId}, ${reminders.keyId}, ${reminders.stage})
    AND other.destination_key <> ${reminders.destinationKey}), '[]')`;

/** The digest with its items as they stand now. */
export async function digestIn(tx: Orm, which: SQL): Promise<Digest | undefined> {
  const claimOfIt = and(eq(claims.clientId, reminders.clientId), eq(claims.keyId, reminders.keyId));
  const rows = await tx
    .select({ digest: digests, reminder: reminders, claim: claims, alsoTold: ALSO_TOLD })
    .from(digests)
    .leftJoin(reminders, eq(reminders.digestId, digests.id))
    .leftJoin(claims, claimOfIt)
    .where(which)
    .orderBy(reminders.number);
  const [first] = rows;
  if (first === undefined) return undefined;
  const { id, destination, asOf } = first.digest;
  const items = rows.flatMap(({ reminder, claim, alsoTold }) =>
    reminder === null ? [] : toItem(reminder, claim, alsoTold),
  );
  return { id, destination, asOf, items };
}

function toItem(row: ReminderRow, claim: ClaimRow | null, alsoTold: readonly Destination[]): DigestItem {
  const { endedHow: how, endedAt: at } = row;
  return {
    number: row.number ?? 0,
    application: { clientId: row.clientId, displayName: row.displayName },
    keyId: row.keyId,
    stage: row.stage,
    secretName: row.secretName,
    hint: row.hint,
    end: row.secretEnd,
    ...(row.overlong ? { overlong: true } : {}),
    ...newerIn(row),
    cutOff: row.cutOff,
    claim: claim === null ? undefined : toClaim(claim),
    ending: how === null || at === null ? undefined : { how, by: row.endedBy ?? undefined, at },
    alsoTold,
  };
}

/** A row of the version before names no newer secret. */
function newerIn({
  newer,
  newerKeyId: keyId,
  newerName: name,
}: ReminderRow): Pick<DigestItem, 'newer' | 'newerSecret'> {
  return newer && keyId !== null && name !== null ? { newer, newerSecret: { keyId, name } } : { newer };
}

export function toClaim({ tid, oid, name, claimedAt: at, until }: ClaimRow): Claim {
  const by = { tid, oid, name };
  return until === null ? { by, at } : { by, at, until };
}
