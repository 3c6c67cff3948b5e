import { eq } from 'drizzle-orm';
import {
  credentialIn,
  identityOf,
  NOT_KEPT,
  type Sightings,
  withoutMissed,
} from '../../../domain/secrets/seen-credentials.ts';
import { type CredentialKind, certificateCredential, federatedCredential } from '../../../domain/secrets/unexpected.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { storable } from '../base/transaction.ts';
import { keptOf } from './kept-credentials.ts';
import { watchedApplications as watched } from './schema-watched.ts';
import { endAllIn, endGoneIn } from './unexpected-rows.ts';

type Row = typeof watched.$inferSelect;

/** What an application was seen with. The version before kept no identities: they are made of what it did keep. */
export function sightingsOf(row: Row): Sightings {
  if (row.seen !== null) return { seen: row.seen, missed: missedOf(row) };
  const { certificates, federated = [] } = keptOf(row);
  const keys = certificates.map((one) => certificateCredential({ ...one, thumbprint: NOT_KEPT }));
  const others = [...keys, ...federated.map(federatedCredential)];
  const ids = new Set(certificates.map(({ keyId }) => keyId));
  const secrets = row.knownKeys.filter((keyId) => !ids.has(keyId)).map((keyId) => `secret\n${keyId}`);
  return { seen: [...secrets, ...others.map(identityOf)], missed: [] };
}

function missedOf({ missed }: Row): Sightings['missed'] {
  return (missed ?? []).map(([identity, since]) => ({ identity, since: new Date(since) }));
}

/** The columns for them. */
export function toSightings({ seen, missed }: Sightings): Pick<Row, 'seen' | 'missed'> {
  const some = missed.map(({ identity, since }) => [storable(identity), since.toISOString()] as const);
  return { seen: seen.map(storable), missed: some.length === 0 ? null : some };
}

/** Forgets what was missed since `until` or longer, and ends what was asked about it. */
export async function forgetMissedIn(
  tx: Orm,
  clientId: ClientId,
  sightings: Sightings,
  { kinds, until, at }: { readonly kinds: readonly CredentialKind[]; readonly until: Date; readonly at: Date },
): Promise<void> {
  const left = withoutMissed(sightings, kinds, until);
  await endGoneIn(tx, clientId, left.gone.map(credentialIn), at);
  await tx.update(watched).set(toSightings(left.sightings)).where(eq(watched.clientId, clientId));
}

/** Locks the rows in one order, so that two looks never wait for each other. */
export async function lockedIn(tx: Orm, clientIds: readonly ClientId[]): Promise<ReadonlyMap<ClientId, Row>> {
  const rows = await tx
    .select()
    .from(watched)
    .where(isOneOf(watched.clientId, clientIds))
    .orderBy(watched.clientId)
    .for('update');
  return new Map(rows.map((row) => [row.clientId, row]));
}

/** Locks and settles all of which a look has missed client secrets or certificates. */
export async function settleMissedIn(tx: Orm, clientIds: readonly ClientId[], until: Date, at: Date): Promise<void> {
  for (const [clientId, row] of await lockedIn(tx, clientIds))
    await forgetMissedIn(tx, clientId, sightingsOf(row), { kinds: ['secret', 'certificate'], until, at });
}

/**
 * Ends the questions about applications that do not exist any more. An application may be restored with all that it had: then
 * the same is asked again, because nobody has said whose it is.
 */
export async function forgetApplicationsIn(tx: Orm, clientIds: readonly ClientId[], at: Date): Promise<void> {
  for (const [clientId, row] of await lockedIn(tx, clientIds)) {
    const ended = new Set((await endAllIn(tx, clientId, at)).map(({ kind, keyId }) => `${kind}\n${keyId}`));
    if (ended.size === 0) continue;
    const { seen, missed } = sightingsOf(row);
    const isOver = (identity: string) => {
      const { kind, keyId } = credentialIn(identity);
      return ended.has(`${kind}\n${keyId}`);
    };
    const left = {
      seen: seen.filter((one) => !isOver(one)),
      missed: missed.filter(({ identity }) => !isOver(identity)),
    };
    // Without these, the next look compares what the application has.
    const unread = { print: '', federated: null };
    await tx
      .update(watched)
      .set({ ...toSightings(left), ...unread })
      .where(eq(watched.clientId, clientId));
  }
}
