import type { OutboxMessage, Reached, Recipient } from '../../domain/messages/outbox.ts';
import { samePerson } from '../../domain/shared/person.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import { adminChannels, channelGone } from '../shared/administrators.ts';
import type { Deps } from '../shared/deps.ts';

/** Whoever has not been met is waited for: meeting them wakes what is theirs. */
const UNMET_MS = 24 * 60 * 60_000;
const NOBODY_MS = 10 * 60_000;

/** One message for each admin channel, or, where there is none, for each administrator whom the bot has met. */
export async function spread(deps: Deps, { id, content }: DueMessage): Promise<void> {
  const now = deps.clock();
  const channels = await adminChannels(deps);
  const met = channels.length > 0 ? [] : await deps.ledger.conversations.met(await deps.ledger.administrators.all());
  const to: readonly Recipient[] = [
    ...channels.map(({ channel }) => ({ kind: 'channel' as const, conversationId: channel.conversation.id })),
    ...met.map(({ person }) => ({ kind: 'person' as const, person })),
  ];
  if (to.length === 0) {
    deps.log.error('no administrator could be told', { kind: content.kind });
    return deps.ledger.outbox.postpone(id, new Date(now.getTime() + NOBODY_MS));
  }
  const copies: readonly OutboxMessage[] = to.map((recipient) => ({
    ...{ id: deps.random.token(), at: now, content },
    to: recipient,
  }));
  await deps.ledger.outbox.spread(id, copies);
}

/**
 * Waits for the person; a request does not. As a message of its own: days of waiting are no attempts, and no age, of what
 * is then sent for the first time.
 */
export async function unmet(deps: Deps, message: DueMessage, to: Extract<Reached, { kind: 'person' }>): Promise<void> {
  if (message.content.kind === 'request') return lost(deps, message);
  const now = deps.clock();
  const at = new Date(now.getTime() + UNMET_MS);
  const { outbox, conversations } = deps.ledger;
  await outbox.spread(message.id, [{ id: deps.random.token(), to, content: message.content, at }]);
  await deps.jobs.wake('tell', at);
  // Met while it was replaced, which woke nothing.
  if ((await conversations.met([to.person])).length > 0) await outbox.met(to.person, now);
}

/** The bot cannot reach the place any more. */
export async function gone(deps: Deps, message: DueMessage, to: Reached, code: string): Promise<void> {
  if (to.kind === 'channel') {
    await channelGone(deps, to.conversationId, code);
    return lost(deps, message);
  }
  await deps.ledger.conversations.lost(to.person);
  return unmet(deps, message, to);
}

/** Where the administrators themselves cannot be sent it, nobody can; a request then stands in their `requests`. */
export async function giveUp(deps: Deps, message: DueMessage, to: Reached): Promise<void> {
  return (await isForAdministrators(deps, to)) ? deps.ledger.outbox.drop(message.id) : lost(deps, message);
}

async function isForAdministrators(deps: Deps, to: Reached): Promise<boolean> {
  if (to.kind === 'person')
    return (await deps.ledger.administrators.all()).some((person) => samePerson(person, to.person));
  return (await adminChannels(deps)).some(({ channel }) => channel.conversation.id === to.conversationId);
}

/** A request must reach somebody: where its reviewers cannot be told, the administrators are. */
export async function lost(deps: Deps, { id, content, to }: DueMessage): Promise<void> {
  if (content.kind !== 'request' || to.kind === 'administrators') return deps.ledger.outbox.drop(id);
  const again = { id: deps.random.token(), at: deps.clock(), content, to: { kind: 'administrators' } } as const;
  await deps.ledger.outbox.spread(id, [again]);
}
