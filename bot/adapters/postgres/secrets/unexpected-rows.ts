import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Credential, UnexpectedAnswer, UnexpectedCredential } from '../../../domain/secrets/unexpected.ts';
import type { ApplicationRef, ClientId } from '../../../domain/shared/application.ts';
import type { NamedPerson } from '../../../domain/shared/person.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { lowerNamed, storable } from '../base/transaction.ts';
import { redrawUnexpected } from '../messages/put-message.ts';
import { unexpectedCredentials as unexpected } from './schema-watched.ts';

type Row = typeof unexpected.$inferSelect;

export const IS_UNANSWERED = isNull(unexpected.answer);

/** Keeps a credential that was found. Undefined if a question about it is open. */
export async function putUnexpectedIn(
  tx: Orm,
  { id, application, credential, foundAt }: UnexpectedCredential,
): Promise<UnexpectedCredential | undefined> {
  const { kind, keyId, name, start, end, trusts } = credential;
  const [row] = await tx
    .insert(unexpected)
    .values({
      ...{ id, kind, keyId: storable(keyId), name: storable(name), foundAt },
      clientId: application.clientId.toLowerCase(),
      displayName: storable(application.displayName),
      startAt: start ?? null,
      endAt: end ?? null,
      issuer: storedText(trusts?.issuer),
      subject: storedText(trusts?.subject),
    })
    .onConflictDoNothing()
    .returning();
  return row && toUnexpected(row);
}

/** The application does not have these credentials any more: the questions about them are over. */
export async function endGoneIn(
  tx: Orm,
  clientId: ClientId,
  gone: readonly Pick<Credential, 'kind' | 'keyId'>[],
  at: Date,
): Promise<void> {
  if (gone.length === 0) return;
  const those = gone.map(({ kind, keyId }) => and(eq(unexpected.kind, kind), eq(unexpected.keyId, keyId)));
  await endIn(tx, clientId, or(...those), undefined, at);
}

/** It has another content under its id: a question about what it was is over. */
export async function endChangedIn(
  tx: Orm,
  { clientId }: ApplicationRef,
  { kind, keyId, end, trusts }: Credential,
  at: Date,
): Promise<void> {
  const { endAt, issuer, subject } = unexpected;
  const isOther = sql`(${endAt}, ${issuer}, ${subject}) IS DISTINCT FROM (${sql.param(end ?? null, endAt)}::timestamptz,
    ${storedText(trusts?.issuer)}::text, ${storedText(trusts?.subject)}::text)`;
  await endIn(
    tx,
    clientId,
    and(eq(unexpected.kind, kind), eq(unexpected.keyId, storable(keyId)), isOther),
    undefined,
    at,
  );
}

function storedText(text: string | undefined): string | null {
  return text === undefined ? null : storable(text);
}

/** Somebody has deleted the client secret with the bot. */
export async function endUnexpectedIn(
  tx: Orm,
  clientId: string,
  keyId: string,
  by: NamedPerson,
  at: Date,
): Promise<void> {
  await endIn(tx, clientId, and(eq(unexpected.kind, 'secret'), eq(unexpected.keyId, keyId)), by, at);
}

/** Entra does not know the application any more. Returns about which of its credentials a question was open. */
export async function endAllIn(
  tx: Orm,
  clientId: ClientId,
  at: Date,
): Promise<readonly Pick<Credential, 'kind' | 'keyId'>[]> {
  return endIn(tx, clientId, undefined, undefined, at);
}

async function endIn(
  tx: Orm,
  clientId: string,
  which: SQL | undefined,
  by: NamedPerson | undefined,
  at: Date,
): Promise<readonly Pick<Credential, 'kind' | 'keyId'>[]> {
  const { kind, keyId } = unexpected;
  const isIt = and(eq(unexpected.clientId, clientId.toLowerCase()), IS_UNANSWERED, which);
  const set = { answer: 'gone', answeredBy: by === undefined ? null : lowerNamed(by), answeredAt: at } as const;
  const ended = await tx.update(unexpected).set(set).where(isIt).returning({ kind, keyId });
  if (ended.length > 0) await redrawUnexpected(tx, clientId, at);
  return ended;
}

export function hasId(ids: readonly string[]): SQL {
  return isOneOf(unexpected.id, ids.map(storable));
}

export function toUnexpected(row: Row): UnexpectedCredential {
  const { id, clientId, displayName, kind, keyId, name, startAt, endAt, issuer, subject, foundAt } = row;
  return {
    ...{ id, application: { clientId, displayName }, foundAt, answer: answerOf(row) },
    credential: {
      ...{ kind, keyId, name, start: startAt ?? undefined, end: endAt ?? undefined },
      trusts: issuer === null || subject === null ? undefined : { issuer, subject },
    },
  };
}

function answerOf({ answer, answeredBy, answeredAt }: Row): UnexpectedAnswer | undefined {
  if (answer === null || answeredAt === null) return undefined;
  const by = answeredBy ?? undefined;
  if (answer === 'gone') return { how: 'gone', by, at: answeredAt };
  return by === undefined ? undefined : { how: 'ours', by, at: answeredAt };
}
