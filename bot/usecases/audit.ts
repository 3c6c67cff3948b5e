import type { AuditAction, AuditEvent } from '../domain/audit.ts';
import type { Operation } from '../domain/operation.ts';
import type { Asker } from '../domain/person.ts';
import { plainText } from '../domain/text.ts';
import type { Deps } from './deps.ts';

type Subject = Pick<Operation, 'application' | 'keyId'>;

export function auditOf(
  deps: Deps,
  asker: Asker,
  action: AuditAction,
  subject: Subject | undefined,
  detail: string,
): AuditEvent {
  return {
    at: deps.clock(),
    actor: asker.person,
    action,
    clientId: subject?.application.clientId,
    keyId: subject?.keyId,
    detail: plainText(detail),
  };
}
