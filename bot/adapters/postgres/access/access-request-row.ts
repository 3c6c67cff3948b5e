import { createHash } from 'node:crypto';
import { type AccessRequest, type RequestTick, requestKey } from '../../../domain/access/access-request.ts';
import { type Scope, scopeId } from '../../../domain/shared/organisation.ts';
import { lowered, lowerNamed } from '../base/transaction.ts';
import { storedKey } from '../reminders/link-row.ts';
import type { accessRequests, StoredTick } from './schema-access.ts';

export type RequestRow = typeof accessRequests.$inferSelect;

export function toRow({ query, why, who, ...request }: AccessRequest): RequestRow {
  const asker = lowered(request.asker);
  const { confirmation, decision, ...rest } = request;
  return {
    ...rest,
    ...asker.person,
    asker,
    words: { query, why, who },
    requestKey: createHash('sha256').update(requestKey(query)).digest('hex'),
    ...toScopeColumns(request.scope),
    confirmation: confirmation === undefined ? null : toConfirmation(confirmation, confirmation.recorded),
    decision: decision === undefined ? null : { ...toTick(decision), reason: decision.reason },
  };
}

export function toScopeColumns(scope: Scope | undefined): Pick<RequestRow, 'scope' | 'scopeId'> {
  if (scope === undefined) return { scope: null, scopeId: null };
  const lower = scope.kind === 'application' ? { ...scope, key: scope.key.toLowerCase() } : scope;
  return { scope: lower, scopeId: scopeId({ kind: scope.kind, key: storedKey(scope) }) };
}

export function toTick({ by, at }: RequestTick): StoredTick {
  return { by: lowerNamed(by), at: at.toISOString() };
}

export function toConfirmation(tick: RequestTick, recorded: string | undefined): RequestRow['confirmation'] {
  return { ...toTick(tick), recorded };
}

export function toRequest(row: RequestRow): AccessRequest {
  const { tid: _tid, oid: _oid, requestKey: _key, scopeId: _scope, words, ...rest } = row;
  const { scope, confirmation, decision } = rest;
  return {
    ...rest,
    ...words,
    scope: scope ?? undefined,
    confirmation: confirmation === null ? undefined : { ...fromTick(confirmation), recorded: confirmation.recorded },
    decision: decision === null ? undefined : { ...fromTick(decision), reason: decision.reason },
  };
}

function fromTick({ by, at }: StoredTick): RequestTick {
  return { by, at: new Date(at) };
}
