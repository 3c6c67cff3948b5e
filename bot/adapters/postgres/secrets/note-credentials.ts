import { and, eq, inArray, isNotNull, or } from 'drizzle-orm';
import { afterLook, freshAmong } from '../../../domain/secrets/seen-credentials.ts';
import type { Credential, UnexpectedCredential } from '../../../domain/secrets/unexpected.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { CredentialsLook, SeenCredentials } from '../../../ports/secrets/watched-applications.ts';
import { appendAudits } from '../audit/audit-log.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { operations } from '../base/schema.ts';
import { storable } from '../base/transaction.ts';
import { type StoredCertificate, watchedApplications as watched } from './schema-watched.ts';
import { lockedIn, sightingsOf, toSightings } from './sightings.ts';
import { endChangedIn, putUnexpectedIn } from './unexpected-rows.ts';

type Row = typeof watched.$inferSelect;
type Found = readonly UnexpectedCredential[];

const NOTHING_SEEN = { seen: [], missed: [] } as const;

/** Rows that do not exist are the baseline. Those that do are locked in one order, so that two looks never wait for each other. */
export async function noteKeysIn(tx: Orm, seen: readonly SeenCredentials[], look: CredentialsLook): Promise<Found> {
  const first = await putBaselineIn(tx, seen, look);
  const others = seen.filter(({ application }) => !first.has(application.clientId));
  if (others.length === 0) return [];
  const before = await lockedIn(
    tx,
    others.map(({ application }) => application.clientId),
  );
  const own = await createdIn(tx, [...before.keys()]);
  const found: UnexpectedCredential[] = [];
  for (const one of others) {
    const row = before.get(one.application.clientId);
    if (row !== undefined) found.push(...(await noteOneIn(tx, row, one, own, look)));
  }
  await appendAudits(tx, found.map(look.audit));
  return found;
}

async function noteOneIn(tx: Orm, row: Row, one: SeenCredentials, own: Created, look: CredentialsLook): Promise<Found> {
  const { clientId } = row;
  const known = sightingsOf(row);
  const fresh = freshAmong(one.credentials, known);
  // A secret of ours may be among them: who has created it is known when the creation is settled.
  if (fresh.some(({ kind }) => kind === 'secret') && own.unsettled.has(clientId)) return [];
  const strange = fresh.filter(({ keyId }) => !own.keyIds.has(`${clientId} ${keyId}`));
  const found = await keptIn(tx, one, strange, look);
  const sightings = toSightings(afterLook(known, one.credentials, one.kinds, look.at));
  await tx
    .update(watched)
    .set({ ...columnsOf(one, row.certificates), ...sightings, knownKeys: withIds(row.knownKeys, fresh) })
    .where(eq(watched.clientId, clientId));
  return found;
}

/** The ids of all that it was ever seen with, for the version before. */
export function withIds(known: readonly string[], fresh: readonly Credential[]): readonly string[] {
  return [...new Set([...known, ...fresh.map(({ keyId }) => keyId)])];
}

/** The client IDs of those that were never looked at. */
async function putBaselineIn(
  tx: Orm,
  seen: readonly SeenCredentials[],
  { at }: CredentialsLook,
): Promise<ReadonlySet<ClientId>> {
  if (seen.length === 0) return new Set();
  const rows = seen
    .map((one) => ({
      ...columnsOf(one, []),
      ...toSightings(afterLook(NOTHING_SEEN, one.credentials, one.kinds, at)),
      clientId: one.application.clientId,
      knownKeys: one.credentials.map(({ keyId }) => keyId),
    }))
    .sort((a, b) => (a.clientId < b.clientId ? -1 : 1));
  const put = await tx.insert(watched).values(rows).onConflictDoNothing().returning({ clientId: watched.clientId });
  return new Set(put.map(({ clientId }) => clientId));
}

/** `before`: the certificates as they were kept, with what was told of them. */
function columnsOf(
  { application, print, credentials, kinds }: SeenCredentials,
  before: readonly StoredCertificate[],
): Pick<Row, 'displayName' | 'print' | 'certificates'> {
  const shown = credentials.filter(({ kind }) => kind === 'certificate');
  const ids = new Set(shown.map(({ keyId }) => keyId));
  return {
    displayName: storable(application.displayName),
    print: storable(print),
    certificates: [
      ...shown.flatMap((one) => toStored(one, before)),
      ...(kinds.includes('certificate') ? [] : before.filter(({ keyId }) => !ids.has(keyId))),
    ],
  };
}

/** What was told of a certificate holds for its end: one that ends at another time is reminded of again. */
function toStored(
  { keyId, name, start, end }: Credential,
  before: readonly StoredCertificate[],
): readonly StoredCertificate[] {
  if (start === undefined || end === undefined) return [];
  const stored = { keyId, name: storable(name), start: start.toISOString(), end: end.toISOString() };
  const told = before.find((one) => one.keyId === keyId && one.end === stored.end)?.told;
  return [told === undefined ? stored : { ...stored, told }];
}

interface Created {
  /** As `clientId keyId`. */
  readonly keyIds: ReadonlySet<string>;
  /** The applications for which a creation is under way. */
  readonly unsettled: ReadonlySet<ClientId>;
}

/** What operations have created for these applications, or may be about to. */
async function createdIn(tx: Orm, clientIds: readonly ClientId[]): Promise<Created> {
  const { clientId, keyId, kind, state } = operations;
  const isUnsettled = inArray(state, ['intended', 'added']);
  const rows = await tx
    .select({ clientId, keyId, state })
    .from(operations)
    .where(and(isOneOf(clientId, clientIds), eq(kind, 'create'), or(isNotNull(keyId), isUnsettled)));
  const isOpen = (row: (typeof rows)[number]) => row.state === 'intended' || row.state === 'added';
  return {
    keyIds: new Set(rows.map((row) => `${row.clientId} ${row.keyId}`)),
    unsettled: new Set(rows.filter(isOpen).map((row) => row.clientId)),
  };
}

export async function keptIn(
  tx: Orm,
  { application }: Pick<SeenCredentials, 'application'>,
  strange: readonly Credential[],
  { newId, at }: CredentialsLook,
): Promise<Found> {
  const kept: UnexpectedCredential[] = [];
  for (const credential of strange) {
    await endChangedIn(tx, application, credential, at);
    const put = await putUnexpectedIn(tx, { id: newId(), application, credential, foundAt: at, answer: undefined });
    if (put !== undefined) kept.push(put);
  }
  return kept;
}
