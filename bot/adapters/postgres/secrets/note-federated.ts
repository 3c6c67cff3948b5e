import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { afterLook, freshAmong } from '../../../domain/secrets/seen-credentials.ts';
import type { Credential, UnexpectedCredential } from '../../../domain/secrets/unexpected.ts';
import type {
  CredentialsLook,
  FederatedReading,
  SeenCredentials,
} from '../../../ports/secrets/watched-applications.ts';
import { appendAudits } from '../audit/audit-log.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { storable } from '../base/transaction.ts';
import { keptIn, withIds } from './note-credentials.ts';
import { watchedApplications as watched } from './schema-watched.ts';
import { forgetMissedIn, lockedIn, sightingsOf } from './sightings.ts';

type Row = typeof watched.$inferSelect;

/** The first reading is the baseline. What two readings in a row miss is gone. */
export async function noteFederatedIn(
  tx: Orm,
  { asked, untold }: FederatedReading,
  seen: readonly Pick<SeenCredentials, 'application' | 'credentials'>[],
  look: CredentialsLook,
): Promise<readonly UnexpectedCredential[]> {
  const before = await lockedIn(tx, [...new Set([...asked, ...untold])]);
  const found: UnexpectedCredential[] = [];
  for (const one of seen) {
    const row = before.get(one.application.clientId);
    if (row !== undefined && !isSame(row, one.credentials)) found.push(...(await noteOneIn(tx, row, one, look)));
  }
  await tx.update(watched).set({ federatedReadAt: look.at }).where(isOneOf(watched.clientId, asked));
  const told = asked.filter((clientId) => !untold.includes(clientId));
  const { clientId, untoldSince } = watched;
  await tx
    .update(watched)
    .set({ untoldSince: null })
    .where(and(isOneOf(clientId, told), isNotNull(untoldSince)));
  await tx
    .update(watched)
    .set({ untoldSince: look.at })
    .where(and(isOneOf(clientId, untold), isNull(untoldSince)));
  await appendAudits(tx, found.map(look.audit));
  return found;
}

async function noteOneIn(
  tx: Orm,
  row: Row,
  one: Pick<SeenCredentials, 'application' | 'credentials'>,
  look: CredentialsLook,
): Promise<readonly UnexpectedCredential[]> {
  const { clientId } = row;
  const known = sightingsOf(row);
  const fresh = freshAmong(one.credentials, known);
  const found = row.knownFederated === null ? [] : await keptIn(tx, one, fresh, look);
  const sightings = afterLook(known, one.credentials, ['federated'], look.at);
  // What this reading misses is missed since now; what the one before missed, too, is missed for longer.
  const until = new Date(look.at.getTime() - 1);
  await forgetMissedIn(tx, clientId, sightings, { kinds: ['federated'], until, at: look.at });
  const knownFederated = withIds(row.knownFederated ?? [], fresh);
  const federated = one.credentials.map(toStoredFederated);
  await tx.update(watched).set({ federated, knownFederated }).where(eq(watched.clientId, clientId));
  return found;
}

function isSame({ federated, missed }: Row, credentials: readonly Credential[]): boolean {
  if (missed !== null) return false;
  return federated !== null && JSON.stringify(federated) === JSON.stringify(credentials.map(toStoredFederated));
}

function toStoredFederated({ keyId, name, trusts }: Credential) {
  const { issuer, subject } = trusts ?? { issuer: '', subject: '' };
  return { id: storable(keyId), name: storable(name), issuer: storable(issuer), subject: storable(subject) };
}
