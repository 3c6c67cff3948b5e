import type { Digest } from '../../domain/reminders/digest.ts';
import { destinationKey, destinationsOf, isOvertaken } from '../../domain/reminders/reminder.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { AnnounceResult, Posted } from '../../ports/messages/announcer.ts';
import type { DueDigest } from '../../ports/reminders/reminders.ts';
import type { Deps } from '../shared/deps.ts';
import { digestView } from './digest-view.ts';
import { tellOfNobody } from './nobody-to-tell.ts';
import { factsOf } from './plan-reminders.ts';

/**
 * `dropped`: nobody wants it any more. `outdated`: what it says, or whom it goes to, has changed since it was planned.
 */
export type SendOutcome = AnnounceResult | 'dropped' | 'outdated';

/** Sends a digest to where it is addressed, once. */
export async function sendDigest(deps: Deps, { digest, mayBeRepeated }: DueDigest): Promise<SendOutcome> {
  const { destination } = digest;
  if (await isOutdated(deps, digest)) return 'outdated';
  switch (destination.kind) {
    case 'channel': {
      const channel = await deps.ledger.links.channel(destination.conversationId);
      if (channel === undefined) return { kind: 'gone', code: 'NotLinked' };
      const { conversation } = channel;
      return deps.announcer.send({ kind: 'channel', conversation }, await digestView(deps, digest, mayBeRepeated));
    }
    case 'chat': {
      const [person] = await deps.ledger.conversations.met([destination.person]);
      if (person === undefined) return { kind: 'gone', code: 'NotMet' };
      return deps.announcer.send({ kind: 'chat', person }, await digestView(deps, digest, mayBeRepeated));
    }
    case 'mail':
      return sendMail(deps, digest, destination.person, mayBeRepeated);
    case 'administrators':
      return tellOfNobody(deps, digest);
  }
}

/**
 * A digest may have waited, for hours of throttling or as a dead letter for days: then a later stage applies, or the
 * person is no manager any more, or the channel is linked to something else.
 */
async function isOutdated(deps: Deps, { items, destination }: Digest): Promise<boolean> {
  const now = deps.clock();
  if (destination.kind === 'administrators') return false;
  const live = items.filter(({ ending }) => ending === undefined);
  if (live.some((item) => isOvertaken(item, now, deps.settings.reminderZone))) return true;
  const refs = [...new Map(live.map(({ application }) => [application.clientId, application])).values()];
  const facts = await factsOf(
    deps,
    refs.map((ref) => ({ ...ref, secrets: [] })),
    now,
  );
  const key = destinationKey(destination);
  return refs.some((ref) => !destinationsOf(ref, facts).some((to) => destinationKey(to) === key));
}

async function sendMail(deps: Deps, digest: Digest, to: PersonId, repeated: boolean): Promise<SendOutcome> {
  const [choice] = await deps.ledger.mailChoices.of([to]);
  if (deps.mailer === undefined || choice === undefined || choice === 'off') return 'dropped';
  return deps.mailer.send(to, await digestView(deps, digest, repeated), choice);
}

/** Draws a digest that stands there anew. */
export async function redrawDigest(deps: Deps, digest: Digest, posted: Posted): Promise<SendOutcome> {
  return deps.announcer.update(posted, await digestView(deps, digest, false));
}
