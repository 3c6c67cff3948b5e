import type { Undelivered } from '../../domain/messages/outcomes.ts';
import type { Command } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import type { DeadDigest } from '../../ports/reminders/reminders.ts';
import { auditOf } from '../audit/audit-events.ts';
import { administratorsOnly } from '../shared/administrators.ts';
import type { Deps } from '../shared/deps.ts';

/** `undelivered`, for administrators: the digests that were given up. */
export async function undelivered(deps: Deps, asker: Asker): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'undelivered');
  if (refusal !== undefined) return refusal;
  const dead = await deps.ledger.reminders.dead();
  return { kind: 'undelivered', digests: await Promise.all(dead.map((each) => describe(deps, each))) };
}

/** Sends one again, or strikes it off the list. */
export async function undeliveredAct(
  deps: Deps,
  { act, digest }: Extract<Command, { kind: 'undelivered-act' }>,
  asker: Asker,
): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'undelivered-act');
  if (refusal !== undefined) return refusal;
  const { reminders } = deps.ledger;
  const now = deps.clock();
  if (act === 'drop') await reminders.drop(digest, auditOf(deps, asker, 'reminder.dropped', { detail: digest }));
  else if (await reminders.retry(digest, now, auditOf(deps, asker, 'reminder.retried', { detail: digest })))
    await deps.jobs.wake('send-reminders', now);
  return undelivered(deps, asker);
}

async function describe(deps: Deps, { digest, since, code }: DeadDigest): Promise<Undelivered> {
  const { destination } = digest;
  return {
    digest: digest.id,
    to: { kind: destination.kind, name: await nameOf(deps, destination) },
    items: digest.items.length,
    since,
    code,
  };
}

async function nameOf(deps: Deps, to: DeadDigest['digest']['destination']): Promise<string> {
  if (to.kind === 'administrators') return '';
  if (to.kind === 'channel') {
    const channel = await deps.ledger.links.channel(to.conversationId);
    return channel === undefined ? '' : [channel.teamName, channel.name].filter((part) => part !== '').join(' › ');
  }
  const [met] = await deps.ledger.conversations.met([to.person]);
  return met?.name ?? to.person.oid;
}
