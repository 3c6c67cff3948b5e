import type { Digest } from '../domain/digest.ts';
import type { PersonId } from '../domain/person.ts';
import type { AnnounceResult, Posted } from '../ports/announcer.ts';
import type { DueDigest } from '../ports/ledger-reminders.ts';
import type { Deps } from './deps.ts';
import { digestView } from './digest-view.ts';
import { tellOfNobody } from './nobody-to-tell.ts';

/** `dropped`: nobody wants it any more. */
export type SendOutcome = AnnounceResult | 'dropped';

/** Sends a digest to where it is addressed, once. */
export async function sendDigest(deps: Deps, { digest, mayBeRepeated }: DueDigest): Promise<SendOutcome> {
  const { destination } = digest;
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

async function sendMail(deps: Deps, digest: Digest, to: PersonId, repeated: boolean): Promise<SendOutcome> {
  const [choice] = await deps.ledger.mailChoices.of([to]);
  if (deps.mailer === undefined || choice === undefined || choice === 'off') return 'dropped';
  return deps.mailer.send(to, await digestView(deps, digest, repeated), choice);
}

/** Draws a digest that stands there anew. */
export async function redrawDigest(deps: Deps, digest: Digest, posted: Posted): Promise<SendOutcome> {
  return deps.announcer.update(posted, await digestView(deps, digest, false));
}
