import type { AuditEvent, AuditResult } from '../../domain/audit/audit-events.ts';
import { type OutboxMessage, redrawTime } from '../../domain/messages/outbox.ts';
import { type Asker, named } from '../../domain/shared/person.ts';
import type { KeptMessage } from '../../ports/secrets/ephemeral-messages.ts';
import { auditOf, referenceOf, systemAudit } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';

const BATCH = 20;
/** Another process may try a message again after this. */
const CLAIM_MS = 30_000;
/** The pause after a failed attempt doubles, up to the longest. */
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
/**
 * Teams' clients drop a targeted message after 24 hours, and then there is nothing to delete.
 * https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
 */
const GIVE_UP_MS = 24 * 60 * 60_000;

type RemovalDeps = Pick<Deps, 'clock' | 'random' | 'log' | 'ledger' | 'delivery' | 'jobs'>;
type TakenBack = 'removed' | 'overwritten' | 'kept';

/** Takes back a message with a value because its reader wants it gone. `kept`: it is tried again. */
export async function takeBack(deps: RemovalDeps, message: KeptMessage, asker: Asker): Promise<TakenBack> {
  await deps.ledger.audit.record(auditOfMessage(deps, message, 'message.removal.intended', asker));
  return remove(deps, message, asker);
}

/** Takes back, in one attempt, a message whose secret is gone already. The ledger does not know it. */
export async function takeBackUnkept(deps: RemovalDeps, message: KeptMessage): Promise<void> {
  const record = (action: Removal, detail?: string) =>
    deps.ledger.audit.record(auditOfMessage(deps, message, action, message.asker, detail));
  await record('message.removal.intended');
  try {
    await record('message.removed', await deps.delivery.remove(message));
  } catch (cause) {
    deps.log.error('message with a dead value not removed', { conversation: message.conversation.kind }, cause);
    await record('message.removal.failed');
  }
}

/**
 * Removes every message whose time is up. One that fails does not hold up the others. See decision 0007: a value is sent
 * once, and its message is then deleted.
 */
export async function removeDueMessages(deps: Deps): Promise<void> {
  const now = deps.clock();
  const intent = (message: KeptMessage) => auditOfMessage(deps, message, 'message.removal.intended', undefined);
  const due = await deps.ledger.messages.claimDue(now, new Date(now.getTime() + CLAIM_MS), BATCH, intent);
  let faults = 0;
  for (const message of due) {
    try {
      await remove(deps, message, undefined);
    } catch (cause) {
      faults += 1;
      deps.log.error('removal of a secret message not settled', { conversation: message.conversation.kind }, cause);
      await deps.jobs.wake('remove-messages', new Date(now.getTime() + CLAIM_MS));
    }
  }
  if (due.length === BATCH && faults === 0) await removeDueMessages(deps);
  else if (due.length === BATCH) await deps.jobs.wake('remove-messages', deps.clock());
}

async function remove(deps: RemovalDeps, message: KeptMessage, asker: Asker | undefined): Promise<TakenBack> {
  const removal = await deps.delivery
    .remove(message)
    .catch((cause: unknown) => notRemoved(deps, message, asker, cause));
  if (removal === 'kept') return 'kept';
  const audit = auditOfMessage(deps, message, 'message.removed', asker, removal);
  await deps.ledger.messages.removed(message.nonce, asker === undefined ? 'time' : 'stored', audit);
  // The cards that name this message are drawn again.
  const now = deps.clock();
  for (const at of [now, redrawTime(now)]) await deps.jobs.wake('send-outbox', at);
  return removal === 'gone' ? 'removed' : removal;
}

/** It is tried again, later and later, until nothing can be left to remove. The record has one row for all of that. */
async function notRemoved(
  deps: RemovalDeps,
  message: KeptMessage,
  asker: Asker | undefined,
  cause: unknown,
): Promise<'kept'> {
  const { clock, ledger, log, jobs } = deps;
  const now = clock();
  log.warn('secret message not removed yet', { conversation: message.conversation.kind }, cause);
  const next = await ledger.messages.failed(message.nonce, {
    nextTry: (failures, removeAt) => nextTry(failures, removeAt, now),
    audit: auditOfMessage(deps, message, 'message.removal.failed', asker, 'tried again for 24 hours'),
    left: await leftOf(deps, message, now),
  });
  if (next !== undefined) await jobs.wake('remove-messages', next);
  return 'kept';
}

function nextTry(failures: number, removeAt: Date, now: Date): Date | undefined {
  const end = removeAt.getTime() + GIVE_UP_MS;
  if (now.getTime() >= end) return undefined;
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20), LONGEST_PAUSE_MS);
  return new Date(Math.min(now.getTime() + pause, end));
}

/** What the person is told in the end. Teams' clients drop a targeted message by themselves. */
async function leftOf(
  { ledger, random }: RemovalDeps,
  { nonce, targeted, asker, removeAt }: KeptMessage,
  now: Date,
): Promise<readonly OutboxMessage[]> {
  if (targeted || now.getTime() < removeAt.getTime() + GIVE_UP_MS) return [];
  const operation = await ledger.operations.find(nonce);
  if (operation === undefined) return [];
  const content = { kind: 'value-left', application: operation.application } as const;
  return [{ id: random.token(), to: { kind: 'asker', asker }, content, at: now }];
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
