import { createHash } from 'node:crypto';
import { type AuditHead, type AuditPoint, GENESIS } from '../../bot/domain/audit/audit-chain.ts';
import { type AuditEvent, type AuditRow, auditHash } from '../../bot/domain/audit/audit-events.ts';
import type { NamedPerson } from '../../bot/domain/shared/person.ts';
import type { AuditSigner } from '../../bot/ports/audit/audit-anchor.ts';
import type { Audit } from '../../bot/ports/audit/audit-record.ts';
import type { Append } from './ledger.ts';

/** The record in memory, chained as in the database. */
export function createFakeAudit(signer?: AuditSigner): { readonly audit: Audit; readonly append: Append } {
  let rows: readonly AuditRow[] = [];
  let base: AuditPoint = GENESIS;
  let trimmedAt: Date | undefined;
  const last = (): AuditPoint => rows.at(-1) ?? base;
  const append: Append = (...events) => {
    const added: AuditRow[] = [];
    for (const event of events) added.push(following(added.at(-1) ?? last(), event));
    rows = [...rows, ...added];
  };
  const trim: Audit['trim'] = async (before, audit) => {
    const kept = rows.findIndex(({ at }) => at >= before);
    const old = kept < 0 ? rows : rows.slice(0, kept);
    const newest = old.at(-1);
    if (newest === undefined) return 0;
    const point = { seq: newest.seq, hash: newest.hash };
    const event = audit(point);
    const added = following(last(), event);
    [rows, base, trimmedAt] = [[...rows.slice(old.length), added], point, event.at];
    return old.length;
  };
  return {
    append,
    audit: {
      ...createLooks(() => rows),
      record: async (event) => append(event),
      head: async () => signed(last(), signer),
      base: async () => ({ ...base, trimmedAt }),
      trim,
    },
  };
}

function createLooks(rows: () => readonly AuditRow[]): Pick<Audit, 'rows' | 'find'> {
  return {
    rows: async (after = 0, limit) => structuredClone(rows().filter(({ seq }) => seq > after)).slice(0, limit),
    find: async ({ clientIds, since, offset, limit }) => {
      const wanted = clientIds && new Set<string | undefined>(clientIds.map((id) => id.toLowerCase()));
      const found = rows().filter(({ at, clientId }) => at >= since && (wanted === undefined || wanted.has(clientId)));
      const newestFirst = structuredClone(found).reverse();
      return { rows: newestFirst.slice(offset, offset + limit), total: found.length };
    },
  };
}

function following({ seq, hash }: AuditPoint, event: AuditEvent): AuditRow {
  if (event.keyId?.includes('\0')) throw new Error('PostgreSQL keeps no U+0000 in a text');
  const row = { ...asKept(event), version: 2, seq: seq + 1, previousHash: hash } as const;
  return { ...row, hash: auditHash(row, sha256) };
}

function signed({ seq, hash }: AuditPoint, signer: AuditSigner | undefined): AuditHead {
  return { seq, hash, signature: seq === 0 ? undefined : signer?.sign({ seq, hash }) };
}

function asKept(event: AuditEvent): AuditEvent {
  const { actor, subject, clientId, conversationId, reference, detail } = event;
  return {
    ...structuredClone(event),
    actor: actor && keptPerson(actor),
    subject: subject && keptPerson(subject),
    clientId: clientId?.toLowerCase(),
    conversationId: conversationId && keptText(conversationId),
    reference: keptText(reference),
    detail: keptText(detail),
  };
}

function keptPerson({ tid, oid, name }: NamedPerson): NamedPerson {
  return { tid: tid.toLowerCase(), oid: oid.toLowerCase(), name: keptText(name) };
}

function keptText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
