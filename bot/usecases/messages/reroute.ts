import { LANE_OF, NOBODY_MET, type OutboxMessage, type Recipient, readerOf } from '../../domain/messages/outbox.ts';
import { nextAttempt } from '../../domain/messages/retry.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import { systemAudit } from '../audit/audit-events.ts';
import { adminChannels, channelGone } from '../shared/administrators.ts';
import { unopenedAlarm } from '../shared/alarm.ts';
import type { Deps } from '../shared/deps.ts';
import { jitterOf } from '../shared/jitter.ts';
import { contactGone } from './contact-content.ts';
import type { ContentRules } from './content-rules.ts';
import { AWAY } from './destinations.ts';
import { TASK_OF } from './lane-tasks.ts';

/** A person that the bot has not met is looked for once a day; meeting them wakes what waits for them. */
const UNMET_MS = 24 * 60 * 60_000;
/** The longest pause before the bot looks again for an administrator that it can reach; the first pauses are seconds. */
const NOBODY_MS = 10 * 60_000;
/** An alarm that no administrator could be sent for so long is a dead letter. Requests come to an end by themselves. */
const ALARM_MS = 7 * 24 * 60 * 60_000;

/** One message in hand, with the rules of its content. */
export interface Sending {
  readonly deps: Deps;
  readonly due: DueMessage;
  readonly rules: ContentRules;
}

/**
 * For the administrators: one message for each of their channels or, if there is none, for each administrator that the bot
 * has met. False if the message has waited for one of them for too long.
 */
export async function spread({ deps, due }: Sending): Promise<boolean> {
  const now = deps.clock();
  const to = await placesOfAdministrators(deps);
  if (to.length > 0) {
    await deps.ledger.outbox.replace(
      due.id,
      to.map((recipient) => copyOf(deps, due, recipient)),
    );
    return true;
  }
  const kind = due.content.kind === 'alarm' ? due.content.notice.kind : due.content.kind;
  deps.log.error('no administrator could be told', { kind });
  if (due.content.kind === 'alarm' && now.getTime() - due.at.getTime() >= ALARM_MS) return false;
  await postponeUntilSomebody(deps, due, now);
  return true;
}

/** An administrator may sign in at any moment, so the pauses grow as after any failed attempt, up to NOBODY_MS. */
async function postponeUntilSomebody(deps: Deps, due: DueMessage, now: Date): Promise<void> {
  const failed = { attempts: due.attempts, createdAt: now, maybe: false, afterMs: undefined };
  const latest = now.getTime() + NOBODY_MS;
  const next = nextAttempt(failed, now, jitterOf(deps))?.getTime() ?? latest;
  const dueAt = new Date(Math.min(next, latest));
  await deps.ledger.outbox.postpone(due.id, dueAt, NOBODY_MET, false);
  await deps.jobs.wake(TASK_OF[LANE_OF[due.to.kind]], dueAt);
}

async function placesOfAdministrators(deps: Deps): Promise<readonly Recipient[]> {
  const channels = await adminChannels(deps);
  if (channels.length > 0)
    return channels.map(({ channel }) => ({ kind: 'channel', conversationId: channel.conversation.id }));
  const met = await deps.ledger.conversations.met(await deps.ledger.administrators.all());
  return met.map(({ person }) => ({ kind: 'person', person }));
}

/** The bot cannot reach the recipient: not any more (`gone`), or not yet (`absent`). */
export async function unreached(
  sending: Sending,
  result: { readonly kind: 'gone' | 'absent'; readonly code: string },
): Promise<void> {
  const { deps, due, rules } = sending;
  const { to } = due;
  if (to.kind === 'asker') return toChatOf(sending, to.asker.person);
  if (result.kind === 'gone' && to.kind === 'channel') await channelGone(deps, to.conversationId, result.code);
  if (result.kind === 'gone' && to.kind === 'person') await deps.ledger.conversations.lost(to.person);
  if (result.kind === 'gone' && to.kind === 'contact') await contactGone(deps, to.contact, result.code);
  const instead = await rules.unreached(deps, due, result.code);
  switch (instead.kind) {
    case 'wait':
      return result.code === AWAY ? dropFor(sending, result.code) : wait(sending);
    case 'administrators':
      return passOn(sending);
    case 'drop':
      await deps.ledger.outbox.drop(due.id, instead.audit);
  }
}

/** Nobody reads what waits for somebody who is away. When they come back, they see in the bot what is true then. */
async function dropFor({ deps, due }: Sending, code: string): Promise<void> {
  const detail = `${due.content.kind} to ${due.to.kind}; ${code}`;
  const subject = await namedReader(deps, due);
  await deps.ledger.outbox.drop(due.id, [systemAudit(deps, 'message.dropped', { detail, ...subject })]);
}

async function namedReader({ ledger }: Deps, { to }: DueMessage) {
  const person = readerOf(to);
  const [away] = person === undefined ? [] : await ledger.awayPeople.of([person]);
  return away === undefined ? {} : { subject: away.person };
}

/**
 * As if it had just been put in: days of waiting count neither as attempts nor as age. The administrators hear of it when
 * the first message begins to wait for a person, because they have the link that the person needs.
 */
async function wait({ deps, due }: Sending): Promise<void> {
  const now = deps.clock();
  const until = new Date(now.getTime() + UNMET_MS);
  const alarm = unopenedAlarm(deps, now);
  const isFirst = await deps.ledger.outbox.wait(due.id, until, { since: now, told: [alarm] });
  await deps.jobs.wake(TASK_OF[LANE_OF[due.to.kind]], until);
  if (isFirst) await deps.jobs.wake(TASK_OF.teams, alarm.notBefore);
}

/** Its recipient cannot be told, so the administrators are. */
export async function passOn(sending: Sending): Promise<void> {
  return replaceBy(sending, { kind: 'administrators' });
}

/** An answer grows no younger on its way to the 1:1 chat. */
async function toChatOf({ deps, due }: Sending, person: PersonId): Promise<void> {
  const copy = copyOf(deps, due, { kind: 'person', person });
  await deps.ledger.outbox.replace(due.id, [{ ...copy, at: due.at }]);
}

async function replaceBy({ deps, due }: Sending, to: Recipient): Promise<void> {
  await deps.ledger.outbox.replace(due.id, [copyOf(deps, due, to)]);
}

/** For somebody else, it is as new as if it had just been put in. */
function copyOf(deps: Deps, { content }: DueMessage, to: Recipient): OutboxMessage {
  return { id: deps.random.token(), at: deps.clock(), content, to };
}
