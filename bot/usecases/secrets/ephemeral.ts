import type { AuditEvent, AuditResult } from '../../domain/audit/audit-events.ts';
import { type Asker, named } from '../../domain/shared/person.ts';
import type { KeptMessage } from '../../ports/secrets/ephemeral-messages.ts';
import { auditOf, referenceOf, systemAudit } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';

const BATCH = 20;
/** Another process may try a message again after this. */
const CLAIM_MS = 30_000;

/** Takes back a message with a value, and records it before and after. Throws if it should be tried again. */
export async function takeBack(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'delivery'>,
  message: KeptMessage,
  asker: Asker | undefined,
): Promise<void> {
  await deps.ledger.audit.record(auditOfMessage(deps, message, 'message.removal.intended', asker));
  await remove(deps, message, asker);
}

/**
 * Removes every message whose time is up. One that fails does not hold up the others. See decision 0007: a value is sent
 * once, and its message is then deleted.
 */
export async function removeDueMessages(deps: Deps): Promise<void> {
  const now = deps.clock();
  const intent = (message: KeptMessage) => auditOfMessage(deps, message, 'message.removal.intended', undefined);
  const due = await deps.ledger.messages.claimDue(now, new Date(now.getTime() + CLAIM_MS), BATCH, intent);
  let failed = false;
  for (const message of due) {
    try {
      await remove(deps, message, undefined);
    } catch (cause) {
      failed = true;
      deps.log.error('secret message not removed yet', { conversation: message.conversation.kind }, cause);
      await deps.jobs.wake('remove-messages', new Date(now.getTime() + CLAIM_MS));
    }
  }
  if (due.length === BATCH && !failed) await removeDueMessages(deps);
  else if (due.length === BATCH) await deps.jobs.wake('remove-messages', deps.clock());
}

async function remove(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'delivery'>,
  message: KeptMessage,
  asker: Asker | undefined,
): Promise<void> {
  try {
    const removal = await deps.delivery.remove(message);
    await deps.ledger.messages.removed(message.nonce, auditOfMessage(deps, message, 'message.removed', asker, removal));
  } catch (cause) {
    await deps.ledger.audit.record(auditOfMessage(deps, message, 'message.removal.failed', asker));
    throw cause;
  }
}

type Removal = 'message.removal.intended' | 'message.removed' | 'message.removal.failed';
const RESULTS = {
  'message.removal.intended': 'intended',
  'message.removed': 'done',
  'message.removal.failed': 'failed',
} as const satisfies Record<Removal, AuditResult>;

/** `asker`: who wants it gone; undefined if its time is up. */
function auditOfMessage(
  deps: Pick<Deps, 'clock' | 'random'>,
  message: KeptMessage,
  action: Removal,
  asker: Asker | undefined,
  detail = '',
): AuditEvent {
  const { keyId, conversation } = message;
  const result = RESULTS[action];
  const about = { application: message, keyId, reference: referenceOf(deps, message.nonce), result, detail };
  if (asker !== undefined) return auditOf(deps, asker, action, about);
  const event = systemAudit(deps, action, { ...about, subject: named(message.asker) });
  return { ...event, conversationId: conversation.id };
}
