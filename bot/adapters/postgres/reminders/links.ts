import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { Channel, Link } from '../../../domain/reminders/link.ts';
import type { Scope } from '../../../domain/shared/organisation.ts';
import { baseConversationId } from '../../../domain/shared/person.ts';
import type { Links } from '../../../ports/reminders/links.ts';
import { appendAudit, appendAudits } from '../audit/audit-log.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { type Runner, storable } from '../base/transaction.ts';
import { putIn } from '../messages/put-message.ts';
import { storedKey, toLink, toRow } from './link-row.ts';
import { links } from './schema-reminders.ts';

type ScopeKey = Pick<Scope, 'kind' | 'key'>;

export function createLinks({ transact, direct }: Runner): Links {
  return {
    add: (link, event) => transact((tx) => addIn(tx, link, event)),
    remove: (id, event) =>
      transact(async (tx) => {
        const [removed] = await tx
          .delete(links)
          .where(eq(links.id, storable(id)))
          .returning();
        if (removed === undefined) return undefined;
        await appendAudit(tx, event);
        return toLink(removed);
      }),
    all: () => direct((tx) => selectIn(tx)),
    of: (scopes) =>
      direct(async (tx) => {
        const found: Link[] = [];
        for (const some of chunks(scopes)) found.push(...(await selectIn(tx, isOfOneOf(some))));
        return found;
      }),
    channel: (conversationId) =>
      direct(async (tx) => {
        return (await selectIn(tx, and(isAt(conversationId), isNull(links.deadSince)))).at(-1)?.channel;
      }),
    heardFrom: async (channel, revived) => {
      const outdated = await direct((tx) =>
        tx.select({ id: links.id }).from(links).where(isOutdated(channel)).limit(1),
      );
      return outdated.length > 0 && transact((tx) => heardIn(tx, channel, revived));
    },
    die: (where, event, told) =>
      transact(async (tx) => {
        const there =
          'teamId' in where
            ? or(eq(links.teamId, storable(where.teamId)), isAt(where.teamId))
            : isAt(where.conversationId);
        const died = await tx
          .update(links)
          .set({ deadSince: event.at })
          .where(and(there, isNull(links.deadSince)))
          .returning();
        const dead = died.map(toLink);
        if (dead.length === 0) return dead;
        await putIn(tx, told(dead));
        await appendAudit(tx, event);
        return dead;
      }),
    removeAllOf: (conversationId, audit, told) =>
      transact(async (tx) => {
        const rows = await tx.delete(links).where(isAt(conversationId)).returning();
        const removed = rows.map(toLink).sort((a, b) => a.linkedAt.getTime() - b.linkedAt.getTime());
        if (removed.length === 0) return removed;
        await putIn(tx, told(removed));
        await appendAudits(tx, removed.map(audit));
        return removed;
      }),
  };
}

/** A row that is there already is locked by the conflict, changed or not: what is read afterwards cannot be gone. */
async function addIn(tx: Orm, link: Link, event: AuditEvent): Promise<Link | undefined> {
  const row = toRow(link);
  const { id: _id, scopeKind: _kind, scopeKey: _key, conversationId: _conversation, ...revived } = row;
  const added = await tx
    .insert(links)
    .values(row)
    .onConflictDoUpdate({
      target: [links.scopeKind, links.scopeKey, links.conversationId],
      set: revived,
      setWhere: isNotNull(links.deadSince),
    })
    .returning();
  if (added.length > 0) {
    await appendAudit(tx, event);
    return undefined;
  }
  const [standing] = await selectIn(tx, and(isOfScope(link.scope), isAt(row.conversationId)));
  return standing;
}

/** What Teams left out of this activity stays as it was. */
async function heardIn(tx: Orm, channel: Channel, revived: AuditEvent | undefined): Promise<boolean> {
  const { id: linkId, deadSince } = links;
  const which = isOutdated(channel);
  const found = await tx.select({ linkId, deadSince }).from(links).where(which).orderBy(linkId).for('update');
  const outdated = revived === undefined ? found.filter((link) => link.deadSince === null) : found;
  const staysDead = outdated.length < found.length;
  if (outdated.length === 0) return staysDead;
  const these = inArray(
    linkId,
    outdated.map((link) => link.linkId),
  );
  await tx
    .update(links)
    .set({ ...saidOf(channel), deadSince: null })
    .where(these);
  if (revived !== undefined && outdated.some((link) => link.deadSince !== null)) await appendAudit(tx, revived);
  return staysDead;
}

/** Links of the channel that are dead, or that know something else of it. */
function isOutdated(channel: Channel): SQL | undefined {
  const said = saidOf(channel);
  const differs = or(
    isNotNull(links.deadSince),
    differsFrom(links.serviceUrl, said.serviceUrl),
    differsFrom(links.botAccountId, said.botAccountId),
    differsFrom(links.teamId, said.teamId),
    differsFrom(links.channelName, said.channelName),
    differsFrom(links.teamName, said.teamName),
  );
  return and(isAt(channel.conversation.id), differs);
}

function saidOf({ conversation: { serviceUrl, botAccountId }, teamId, name, teamName }: Channel) {
  return {
    serviceUrl,
    botAccountId,
    teamId: saidOnly(teamId),
    channelName: saidOnly(name),
    teamName: saidOnly(teamName),
  };
}

function saidOnly(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : storable(text);
}

function differsFrom(column: PgColumn, value: string | undefined): SQL | undefined {
  return value === undefined ? undefined : sql`${column} IS DISTINCT FROM ${value}`;
}

async function selectIn(tx: Orm, which?: SQL): Promise<readonly Link[]> {
  return (await tx.select().from(links).where(which).orderBy(links.linkedAt, links.id)).map(toLink);
}

/** In the channel, whichever thread of it. */
function isAt(conversationId: string): SQL {
  return eq(links.conversationId, storable(baseConversationId(conversationId)));
}

function isOfScope(scope: ScopeKey): SQL | undefined {
  return and(eq(links.scopeKind, scope.kind), eq(links.scopeKey, storedKey(scope)));
}

/** The scopes are one parameter, as in isOneOf(). */
function isOfOneOf(scopes: readonly ScopeKey[]): SQL {
  const given = scopes.map((scope) => ({ kind: scope.kind, key: storedKey(scope) }));
  return sql`(${links.scopeKind}, ${links.scopeKey}) IN (
    SELECT kind, key FROM json_to_recordset(${JSON.stringify(given)}::json) AS given (kind text, key text))`;
}
