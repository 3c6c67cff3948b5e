import type { AuditRow } from '../../../domain/audit/audit-events.ts';
import type { NamedPerson } from '../../../domain/shared/person.ts';
import type { audit } from '../base/schema.ts';

type Row = typeof audit.$inferSelect;

export function toValues({ actor, subject, ...rest }: AuditRow): Row {
  return {
    seq: rest.seq,
    version: rest.version,
    at: rest.at,
    actorTid: actor?.tid ?? null,
    actorOid: actor?.oid ?? null,
    actorName: actor?.name ?? null,
    action: rest.action,
    result: rest.result,
    subjectTid: subject?.tid ?? null,
    subjectOid: subject?.oid ?? null,
    subjectName: subject?.name ?? null,
    clientId: rest.clientId ?? null,
    keyId: rest.keyId ?? null,
    conversationId: rest.conversationId ?? null,
    reference: rest.reference,
    detail: rest.detail,
    previousHash: rest.previousHash,
    hash: rest.hash,
    mac: rest.mac?.value ?? null,
    macKeyId: rest.mac?.keyId ?? null,
    macSince: rest.mac?.since ?? null,
  };
}

export function toAuditRow(row: Row): AuditRow {
  const { seq, version, at, action, detail, previousHash, hash } = row;
  return {
    ...{ seq, version, at, action, detail, previousHash, hash },
    clientId: row.clientId ?? undefined,
    keyId: row.keyId ?? undefined,
    mac: toMac(row),
    ...(version === 1 ? unknownIn1(row) : knownSince2(row)),
  };
}

function toMac({ mac: value, macKeyId: keyId, macSince: since }: Row): AuditRow['mac'] {
  return value === null || keyId === null || since === null ? undefined : { keyId, value, since };
}

/** The hash of such a row does not cover the newer columns: what stands in them could be anybody's. */
function unknownIn1({ actorTid, actorOid }: Row) {
  const actor = toPerson(actorTid, actorOid, '');
  return { actor, result: 'done', subject: undefined, conversationId: undefined, reference: '' } as const;
}

function knownSince2(row: Row) {
  return {
    actor: toPerson(row.actorTid, row.actorOid, row.actorName),
    result: row.result,
    subject: toPerson(row.subjectTid, row.subjectOid, row.subjectName),
    conversationId: row.conversationId ?? undefined,
    reference: row.reference,
  };
}

function toPerson(tid: string | null, oid: string | null, name: string | null): NamedPerson | undefined {
  return tid === null || oid === null ? undefined : { tid, oid, name: name ?? '' };
}
