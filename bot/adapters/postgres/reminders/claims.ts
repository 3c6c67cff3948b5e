import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { Claim } from '../../../domain/reminders/claim.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { ClaimedSecret, Reminders, SecretKey } from '../../../ports/reminders/reminders.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { lowerPerson, type Runner, storable } from '../base/transaction.ts';
import { toClaim } from './digest-items.ts';
import { redrawIn } from './end-reminders.ts';
import { claims } from './schema-reminders.ts';

type Claims = Pick<Reminders, 'claims' | 'claim' | 'promise' | 'giveBack'>;

/** Who is on which secret. */
export function createClaims({ transact, direct }: Runner): Claims {
  return {
    claims: (clientIds) => direct((tx) => claimsIn(tx, clientIds)),
    claim: (clientId, keyId, claim, takeOver, event) =>
      transact((tx) => claimIn(tx, { clientId: clientId.toLowerCase(), keyId }, claim, takeOver, event)),
    promise: (secret, person, until, at, event) =>
      transact(async (tx) => {
        const changed = await tx.update(claims).set({ until }).where(isBy(secret, person)).returning();
        return noted(tx, changed.length > 0, secret, at, event);
      }),
    giveBack: (secret, person, at, event) =>
      transact(async (tx) => {
        const removed = await tx.delete(claims).where(isBy(secret, person)).returning();
        return noted(tx, removed.length > 0, secret, at, event);
      }),
  };
}

async function noted(tx: Orm, changed: boolean, secret: SecretKey, at: Date, event: AuditEvent): Promise<boolean> {
  if (!changed) return false;
  await redrawIn(tx, secret, at);
  await appendAudit(tx, event);
  return true;
}

async function claimsIn(tx: Orm, clientIds?: readonly string[]): Promise<readonly ClaimedSecret[]> {
  if (clientIds === undefined) return (await tx.select().from(claims)).map(toClaimed);
  const found: ClaimedSecret[] = [];
  for (const some of chunks(clientIds.map((id) => id.toLowerCase()))) {
    const rows = await tx.select().from(claims).where(isOneOf(claims.clientId, some));
    found.push(...rows.map(toClaimed));
  }
  return found;
}

function toClaimed(row: typeof claims.$inferSelect): ClaimedSecret {
  return { clientId: row.clientId, keyId: row.keyId, claim: toClaim(row) };
}

function isBy({ clientId, keyId }: SecretKey, person: PersonId): SQL | undefined {
  const { tid, oid } = lowerPerson(person);
  const isIt = and(eq(claims.clientId, clientId.toLowerCase()), eq(claims.keyId, storable(keyId)));
  return and(isIt, eq(claims.tid, tid), eq(claims.oid, oid));
}

/** A person who takes over from themselves has claimed it already. */
async function claimIn(tx: Orm, secret: SecretKey, claim: Claim, takeOver: boolean, event: AuditEvent): Promise<Claim> {
  const by = { ...lowerPerson(claim.by), name: storable(claim.by.name), claimedAt: claim.at, until: null };
  const anothers = sql`${takeOver} AND (${claims.tid}, ${claims.oid}) <> (${by.tid}, ${by.oid})`;
  const [changed] = await tx
    .insert(claims)
    .values({ ...secret, ...by })
    .onConflictDoUpdate({ target: [claims.clientId, claims.keyId], set: by, setWhere: anothers })
    .returning();
  if (changed !== undefined) {
    await redrawIn(tx, secret, claim.at);
    await appendAudit(tx, event);
    return toClaim(changed);
  }
  const isIt = sql`(${claims.clientId}, ${claims.keyId}) = (${secret.clientId}, ${secret.keyId})`;
  // The conflict has locked it: it is there.
  const [standing] = await tx.select().from(claims).where(isIt);
  if (standing === undefined) throw new Error('a claim has vanished');
  return toClaim(standing);
}
