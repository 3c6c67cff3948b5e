import type { AuditAction, AuditEvent, AuditResult } from '../../domain/audit/audit-events.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, baseConversationId, type NamedPerson, named } from '../../domain/shared/person.ts';
import type { Refusal } from '../../domain/shared/refusal.ts';
import { plainText } from '../../domain/shared/text.ts';
import type { Deps } from '../shared/deps.ts';
import { newReference, refused } from '../shared/refuse.ts';

/** What an event is about, and how it went: `done` if nothing else is said. */
interface About {
  readonly application?: { readonly clientId: string };
  readonly keyId?: string | undefined;
  readonly subject?: NamedPerson;
  readonly result?: AuditResult;
  /** The reference of what it belongs to; without one, the event gets a new reference. */
  readonly reference?: string;
  readonly detail?: string;
}

/** Something that a person did, with the conversation in which they asked for it. */
export function auditOf(
  deps: Pick<Deps, 'clock' | 'random'>,
  asker: Asker,
  action: AuditAction,
  about: About = {},
): AuditEvent {
  const { name, ...person } = named(asker);
  return {
    ...systemAudit(deps, action, about),
    actor: { ...person, name: plainText(name) },
    conversationId: baseConversationId(asker.conversation.id),
  };
}

/** Something that the bot did by itself. */
export function systemAudit(deps: Pick<Deps, 'clock' | 'random'>, action: AuditAction, about: About = {}): AuditEvent {
  const { application, keyId, subject, result = 'done', reference = newReference(deps), detail = '' } = about;
  const at = deps.clock();
  const clientId = application?.clientId;
  return {
    at,
    actor: undefined,
    action,
    result,
    subject: subject && { ...subject, name: plainText(subject.name) },
    clientId,
    keyId,
    conversationId: undefined,
    reference,
    detail,
  };
}

/** The reference that all rows about one change or one request share. `id` must be one that nobody can guess. */
export function referenceOf(deps: Pick<Deps, 'random'>, id: string): string {
  return deps.random.hash(id).slice(0, 8);
}

/** Records who was refused what; the reference is in the person's answer. */
export async function refuseAccess(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  asker: Asker,
  refusal: Refusal,
  about: About,
): Promise<Outcome> {
  return refused(refusal, await recordRefusal(deps, asker, about));
}

/** Records a refusal, and returns the reference of the row. Repeated ones share a row. */
export async function recordRefusal(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  asker: Asker,
  about: About,
): Promise<string> {
  return deps.ledger.audit.refuse(
    auditOf(deps, asker, 'access.refused', { ...about, result: 'refused' }),
    asker.person,
  );
}
