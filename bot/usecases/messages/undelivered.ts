import type { AuditAction } from '../../domain/audit/audit-events.ts';
import { type Recipient, readerOf } from '../../domain/messages/outbox.ts';
import type { Undelivered } from '../../domain/messages/outcomes.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker, PersonId } from '../../domain/shared/person.ts';
import type { DeadMessage } from '../../ports/messages/outbox.ts';
import { auditOf } from '../audit/audit-events.ts';
import { administratorsOnly } from '../shared/administrators.ts';
import { alone, type CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, either, NONCE, oneOf } from '../shared/fields.ts';
import { namesOf } from './people-names.ts';
import { waiting } from './waiting.ts';

interface UndeliveredCommand {
  readonly kind: 'undelivered';
}

/** `undelivered`, for administrators: the messages that were given up, and those that wait for somebody. */
export const undeliveredCommand: CommandModule<UndeliveredCommand> = {
  kind: 'undelivered',
  words: ['undelivered'],
  read: alone({ kind: 'undelivered' }),
  button: carries('undelivered', {}),
  need: 'read',
  help: [
    {
      section: 'administrators',
      lead: 'undelivered',
      text: '– messages that could not be delivered, to send again or drop, and those that wait for a person',
    },
  ],
  perform: (deps, _command, asker) => undelivered(deps, asker),
};

interface UndeliveredActCommand {
  readonly kind: 'undelivered-act';
  readonly act: 'retry' | 'drop';
  /** The message's id. */
  readonly message: string;
}

const ACT = oneOf(['retry', 'drop']);

/** The buttons beside one of them: send it again, or take it off the list. */
export const undeliveredActCommand: CommandModule<UndeliveredActCommand> = {
  kind: 'undelivered-act',
  button: either(
    carries('undelivered-act', { act: ACT, message: NONCE }),
    // A list that an earlier version posted: the message of a digest has the id of the digest.
    carries('undelivered-act', { act: ACT, digest: NONCE }).transform(({ digest, ...command }) => ({
      ...command,
      message: digest,
    })),
  ),
  need: { of: ({ act }) => (act === 'drop' ? 'step-up' : 'read') },
  perform: undeliveredAct,
};

async function undelivered(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'random' | 'ledger' | 'people' | 'askerFacts'>,
  asker: Asker,
): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'undelivered');
  if (refusal !== undefined) return refusal;
  const dead = await deps.ledger.outbox.dead();
  const nameOfPerson = await namesOf(
    deps,
    dead.flatMap(({ to }) => readerOf(to) ?? []),
  );
  const messages = await Promise.all(dead.map((each) => describe(deps, each, nameOfPerson)));
  return { kind: 'undelivered', messages, waiting: await waiting(deps) };
}

async function undeliveredAct(
  deps: TurnDeps,
  { act, message: id }: UndeliveredActCommand,
  asker: Asker,
): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'undelivered-act');
  if (refusal !== undefined) return refusal;
  const { outbox } = deps.ledger;
  const now = deps.clock();
  const found = (await outbox.dead()).find((message) => message.id === id);
  if (found !== undefined) {
    const audit = auditOf(deps, asker, ACTIONS[act][found.content.kind === 'digest' ? 0 : 1], { detail: id });
    if (act === 'drop') await outbox.drop(id, [audit]);
    else if (await outbox.retry(id, now, audit)) await deps.jobs.wake('send-outbox', now);
  }
  return undelivered(deps, asker);
}

/** The first is recorded of a digest, the second of any other message. */
const ACTIONS = {
  retry: ['reminder.retried', 'message.retried'],
  drop: ['reminder.dropped', 'message.dropped'],
} as const satisfies Record<UndeliveredActCommand['act'], readonly [AuditAction, AuditAction]>;

async function describe(
  deps: Pick<Deps, 'ledger'>,
  { id, to, content, since, code }: DeadMessage,
  nameOfPerson: (person: PersonId) => string,
): Promise<Undelivered> {
  const digest = content.kind === 'digest' ? await deps.ledger.reminders.find(content.digest) : undefined;
  return {
    message: id,
    to: { kind: to.kind, name: await nameOf(deps, to, nameOfPerson) },
    about: content.kind,
    items: digest?.items.length ?? 0,
    since,
    code,
  };
}

/** Empty if it is unknown. */
async function nameOf(
  { ledger }: Pick<Deps, 'ledger'>,
  to: Recipient,
  nameOfPerson: (person: PersonId) => string,
): Promise<string> {
  if (to.kind === 'channel') {
    const channel = await ledger.links.channel(to.conversationId);
    return channel === undefined ? '' : [channel.teamName, channel.name].filter((part) => part !== '').join(' › ');
  }
  if (to.kind === 'contact') return (await ledger.contacts.find(to.contact))?.address ?? '';
  const person = readerOf(to);
  return person === undefined ? '' : nameOfPerson(person);
}
