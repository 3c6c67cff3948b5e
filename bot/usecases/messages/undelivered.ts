import type { Undelivered } from '../../domain/messages/outcomes.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import type { DeadDigest } from '../../ports/reminders/reminders.ts';
import { auditOf } from '../audit/audit-events.ts';
import { administratorsOnly } from '../shared/administrators.ts';
import { alone, type CommandModule } from '../shared/command-module.ts';
import type { Deps } from '../shared/deps.ts';
import { carries, NONCE, oneOf } from '../shared/fields.ts';

interface UndeliveredCommand {
  readonly kind: 'undelivered';
}

/** `undelivered`, for administrators: the digests that were given up. */
export const undeliveredCommand: CommandModule<UndeliveredCommand> = {
  kind: 'undelivered',
  words: ['undelivered'],
  read: alone({ kind: 'undelivered' }),
  button: carries('undelivered', {}),
  need: 'read',
  help: [
    {
      group: 'administrators',
      lead: 'undelivered',
      text: '– reminders that could not be delivered, to send again or drop',
    },
  ],
  perform: (deps, _command, asker) => undelivered(deps, asker),
};

interface UndeliveredActCommand {
  readonly kind: 'undelivered-act';
  readonly act: 'retry' | 'drop';
  readonly digest: string;
}

/** The buttons beside one of them: send it again, or take it off the list. */
export const undeliveredActCommand: CommandModule<UndeliveredActCommand> = {
  kind: 'undelivered-act',
  button: carries('undelivered-act', { act: oneOf(['retry', 'drop']), digest: NONCE }),
  need: 'read',
  perform: undeliveredAct,
};

async function undelivered(deps: Deps, asker: Asker): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'undelivered');
  if (refusal !== undefined) return refusal;
  const dead = await deps.ledger.reminders.dead();
  return { kind: 'undelivered', digests: await Promise.all(dead.map((each) => describe(deps, each))) };
}

async function undeliveredAct(deps: Deps, { act, digest }: UndeliveredActCommand, asker: Asker): Promise<Outcome> {
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
