import { and, eq, inArray, isNotNull, or } from 'drizzle-orm';
import type { OutboxMessage } from '../../../domain/messages/outbox.ts';
import type { Stage } from '../../../domain/reminders/ladder.ts';
import { type Credential, freshAmong, type UnexpectedCredential } from '../../../domain/secrets/unexpected.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { CredentialsLook, SeenCredentials } from '../../../ports/secrets/watched-applications.ts';
import { appendAudits } from '../audit/audit-log.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { operations } from '../base/schema.ts';
import { storable } from '../base/transaction.ts';
import { putIn } from '../messages/put-message.ts';
import { type StoredCertificate, watchedApplications as watched } from './schema-watched.ts';
import { endAbsentIn, putUnexpectedIn } from './unexpected-rows.ts';

type Row = typeof watched.$inferSelect;
type Found = readonly UnexpectedCredential[];

/** Rows that do not exist are the baseline. Those that do are locked in one order, so that two looks never wait for each other. */
export async function noteKeysIn(tx: Orm, seen: readonly SeenCredentials[], look: CredentialsLook): Promise<Found> {
  const first = await putBaselineIn(tx, seen);
  const others = seen.filter(({ application }) => !first.has(application.clientId));
  if (others.length === 0) return [];
  const before = await lockedIn(
    tx,
    others.map(({ application }) => application.clientId),
  );
  const own = await createdIn(tx, [...before.keys()]);
  const found: UnexpectedCredential[] = [];
  for (const one of others) {
    const { application, credentials } = one;
    const known = before.get(application.clientId)?.knownKeys ?? [];
    const fresh = freshAmong(credentials, known);
    // A secret of ours may be among them: who has created it is known when the creation is settled.
    if (fresh.some(({ kind }) => kind === 'secret') && own.unsettled.has(application.clientId)) continue;
    const strange = fresh.filter(({ keyId }) => !own.keyIds.has(`${application.clientId} ${keyId}`));
    found.push(...(await keptIn(tx, one, strange, look)));
    await endAbsentIn(tx, application, ['secret', 'certificate'], credentials, look.at);
    const knownKeys = [...known, ...fresh.map(({ keyId }) => keyId)];
    await tx
      .update(watched)
      .set({ ...columnsOf(one, before.get(application.clientId)?.certificates), knownKeys })
      .where(eq(watched.clientId, application.clientId));
  }
  await appendAudits(tx, found.map(look.audit));
  return found;
}

/** The client IDs of those that were never looked at. */
async function putBaselineIn(tx: Orm, seen: readonly SeenCredentials[]): Promise<ReadonlySet<ClientId>> {
  if (seen.length === 0) return new Set();
  const rows = seen
    .map((one) => ({
      ...columnsOf(one),
      clientId: one.application.clientId,
      knownKeys: one.credentials.map(({ keyId }) => keyId),
    }))
    .sort((a, b) => (a.clientId < b.clientId ? -1 : 1));
  const put = await tx.insert(watched).values(rows).onConflictDoNothing().returning({ clientId: watched.clientId });
  return new Set(put.map(({ clientId }) => clientId));
}

/** `before`: the certificates as they were kept, with what was told of them. */
function columnsOf(
  { application, print, credentials }: SeenCredentials,
  before: readonly StoredCertificate[] = [],
): Pick<Row, 'displayName' | 'print' | 'certificates'> {
  const toldOf = new Map(before.flatMap(({ keyId, told }) => (told === undefined ? [] : [[keyId, told] as const])));
  return {
    displayName: storable(application.displayName),
    print: storable(print),
    certificates: credentials.filter(({ kind }) => kind === 'certificate').flatMap((one) => toStored(one, toldOf)),
  };
}

function toStored(
  { keyId, name, start, end }: Credential,
  toldOf: ReadonlyMap<string, Stage>,
): readonly StoredCertificate[] {
  if (start === undefined || end === undefined) return [];
  const told = toldOf.get(keyId);
  const stored = { keyId, name: storable(name), start: start.toISOString(), end: end.toISOString() };
  return [told === undefined ? stored : { ...stored, told }];
}

/** Keeps at which stages somebody is reminded, with the messages. */
export async function remindedIn(
  tx: Orm,
  told: readonly { readonly clientId: ClientId; readonly keyId: string; readonly stage: Stage }[],
  messages: readonly OutboxMessage[],
): Promise<void> {
  const rows = await lockedIn(
    tx,
    told.map(({ clientId }) => clientId),
  );
  for (const [clientId, { certificates }] of rows) {
    const stages = new Map(told.filter((one) => one.clientId === clientId).map(({ keyId, stage }) => [keyId, stage]));
    const marked = certificates.map((one) => {
      const stage = stages.get(one.keyId);
      return stage === undefined ? one : { ...one, told: stage };
    });
    await tx.update(watched).set({ certificates: marked }).where(eq(watched.clientId, clientId));
  }
  await putIn(tx, messages);
}

async function lockedIn(tx: Orm, clientIds: readonly ClientId[]): Promise<ReadonlyMap<ClientId, Row>> {
  const rows = await tx
    .select()
    .from(watched)
    .where(isOneOf(watched.clientId, clientIds))
    .orderBy(watched.clientId)
    .for('update');
  return new Map(rows.map((row) => [row.clientId, row]));
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

async function keptIn(
  tx: Orm,
  { application }: Pick<SeenCredentials, 'application'>,
  strange: readonly Credential[],
  { newId, at }: CredentialsLook,
): Promise<Found> {
  const kept: UnexpectedCredential[] = [];
  for (const credential of strange) {
    const put = await putUnexpectedIn(tx, { id: newId(), application, credential, foundAt: at, answer: undefined });
    if (put !== undefined) kept.push(put);
  }
  return kept;
}

/** The first reading is the baseline. */
export async function noteFederatedIn(
  tx: Orm,
  asked: readonly ClientId[],
  seen: readonly Omit<SeenCredentials, 'print'>[],
  look: CredentialsLook,
): Promise<Found> {
  const before = await lockedIn(tx, asked);
  const found: UnexpectedCredential[] = [];
  for (const one of seen) {
    const { application, credentials } = one;
    const row = before.get(application.clientId);
    if (row === undefined || isSame(row, credentials)) continue;
    const known = row.knownFederated ?? [];
    const fresh = freshAmong(credentials, known);
    if (row.knownFederated !== null) found.push(...(await keptIn(tx, one, fresh, look)));
    await endAbsentIn(tx, application, ['federated'], credentials, look.at);
    const knownFederated = [...known, ...fresh.map(({ keyId }) => keyId)];
    await tx
      .update(watched)
      .set({ federated: credentials.map(toStoredFederated), knownFederated })
      .where(eq(watched.clientId, application.clientId));
  }
  await tx.update(watched).set({ federatedReadAt: look.at }).where(isOneOf(watched.clientId, asked));
  await appendAudits(tx, found.map(look.audit));
  return found;
}

function isSame({ federated }: Row, credentials: readonly Credential[]): boolean {
  return federated !== null && JSON.stringify(federated) === JSON.stringify(credentials.map(toStoredFederated));
}

function toStoredFederated({ keyId, name, trusts }: Credential) {
  const { issuer, subject } = trusts ?? { issuer: '', subject: '' };
  return { id: storable(keyId), name: storable(name), issuer: storable(issuer), subject: storable(subject) };
}
