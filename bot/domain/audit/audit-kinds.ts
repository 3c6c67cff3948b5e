import type { AuditAction } from './audit-events.ts';

/** What an act is about, as people look for it. `bot`: what the bot does by itself, day by day. */
export const AUDIT_KINDS = ['secrets', 'access', 'reminders', 'sign-ins', 'bot'] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/**
 * Each action is in one list. `step`: a step on the way to an act, which has a row of its own. `sent`: the reminders that
 * were sent, of which only the number is told, because a page would hold nothing else.
 */
export const ACTIONS_OF: Readonly<Record<AuditKind | 'step' | 'sent', readonly AuditAction[]>> = {
  secrets: [
    'secret.created',
    'secret.create.undone',
    'secret.deleted',
    'secret.delete.undone',
    'secret.exposed',
    'secret.kept',
    'message.removal.failed',
    'rotation.started',
    'rotation.adopted',
    'rotation.updated',
    'rotation.confirmed',
    'rotation.replaced',
    'rotation.abandoned',
    'rotation.new-gone',
    'rotation.old-gone',
    'credential.found',
    'credential.ours',
  ],
  access: [
    'assignment.added',
    'assignment.removed',
    'manager.left',
    'manager.disabled',
    'manager.back',
    'request.made',
    'request.repeated',
    'request.confirmed',
    'request.declined',
    'request.approved',
    'request.expired',
    'sign-in.refused',
    'access.refused',
  ],
  reminders: [
    'reminder.undelivered',
    'reminder.retried',
    'reminder.dropped',
    'reminder.claimed',
    'reminder.promised',
    'reminder.given-back',
    'message.undelivered',
    'message.retried',
    'message.dropped',
    'link.added',
    'link.removed',
    'link.died',
    'link.revived',
    'application.unused',
    'application.nudged',
    'application.used-again',
    'mail.chosen',
    'contact.added',
    'contact.proposed',
    'contact.accepted',
    'contact.declined',
    'contact.mailed-again',
    'contact.confirmed',
    'contact.refused',
    'contact.removed',
    'contact.unreachable',
  ],
  'sign-ins': ['session.started', 'session.stepped-up', 'session.ended'],
  bot: ['sweep.run', 'audit.trimmed', 'audit.forged'],
  step: [
    'secret.create.intended',
    'secret.delivered',
    'secret.delete.intended',
    'message.removal.intended',
    'message.removed',
    'request.routed',
  ],
  sent: ['reminder.sent'],
};

/** The acts of a kind. Without one: what people have done, and what has happened to their applications. */
export function actsOf(kind: AuditKind | undefined): readonly AuditAction[] {
  if (kind !== undefined) return ACTIONS_OF[kind];
  return [...ACTIONS_OF.secrets, ...ACTIONS_OF.access, ...ACTIONS_OF.reminders];
}
