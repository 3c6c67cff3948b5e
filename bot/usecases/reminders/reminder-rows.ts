import type { AuditAction, AuditEvent } from '../../domain/audit/audit-events.ts';
import type { Digest } from '../../domain/reminders/digest.ts';
import { AFTER_END, type Stage } from '../../domain/reminders/ladder.ts';
import { destinationKey } from '../../domain/reminders/reminder.ts';
import type { NamedPerson, PersonId } from '../../domain/shared/person.ts';
import type { Posted } from '../../ports/messages/announcer.ts';
import { systemAudit } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';
import { newReference } from '../shared/refuse.ts';

/** What became of a whole digest. */
export function auditOfDigest(deps: Deps, action: AuditAction, digest: Digest, detail: string): AuditEvent {
  return systemAudit(deps, action, {
    result: action === 'reminder.undelivered' ? 'failed' : 'done',
    detail: `${destinationKey(digest.destination)}: ${digest.items.length} secrets; ${detail}`,
  });
}

/** One row for each secret that was reminded of, with the recipient; one reference for all rows of one message. */
export async function auditOfReminders(
  deps: Deps,
  { destination, items }: Digest,
  posted: Posted | undefined,
): Promise<readonly AuditEvent[]> {
  const reference = newReference(deps);
  const reader = 'person' in destination ? { subject: await namedReader(deps, destination.person) } : {};
  return items.map(({ application, keyId, stage }) => {
    const about = { ...reader, application, keyId, reference, detail: `${destination.kind}, ${stageInWords(stage)}` };
    return { ...systemAudit(deps, 'reminder.sent', about), conversationId: posted?.conversation.id };
  });
}

async function namedReader(deps: Deps, person: PersonId): Promise<NamedPerson> {
  const [met] = await deps.ledger.conversations.met([person]);
  return { ...person, name: met?.name ?? '' };
}

function daysAfterEnd(days: number): string {
  if (days === 0) return 'after the end';
  return days === 1 ? '1 day after the end' : `${days} days after the end`;
}

function stageInWords(stage: Stage): string {
  if (stage <= AFTER_END) return daysAfterEnd(AFTER_END - stage);
  if (stage === 0) return 'on the day';
  return stage === 1 ? '1 day before' : `${stage} days before`;
}
