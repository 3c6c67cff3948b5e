import { isReachableContact } from '../../domain/messages/contact.ts';
import type { Reached } from '../../domain/messages/outbox.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import { type AnnounceResult, isLetter, type Letter, type PostContent } from '../../ports/messages/announcer.ts';
import type { Deps } from '../shared/deps.ts';

/** The code of a message for somebody who has left, or whose account is disabled. */
export const AWAY = 'Away';

/** What a delivery came to. `absent`: the bot knows of no place there to which it could send. */
export type DeliveryOutcome = AnnounceResult | { readonly kind: 'absent'; readonly code: string };

type Kind = Exclude<Reached['kind'], 'contact'>;
type Destinations = {
  readonly [K in Kind]: (
    deps: Deps,
    to: Extract<Reached, { kind: K }>,
    content: PostContent,
  ) => Promise<DeliveryOutcome>;
};

async function isAway({ ledger }: Pick<Deps, 'ledger'>, person: PersonId): Promise<boolean> {
  return (await ledger.awayPeople.of([person])).length > 0;
}

/** How each kind of recipient is sent a message. In which lane, says LANE_OF. */
const DESTINATIONS: Destinations = {
  async person(deps, { person }, content) {
    const [met] = await deps.ledger.conversations.met([person]);
    if (met === undefined) return { kind: 'absent', code: (await isAway(deps, person)) ? AWAY : 'NotMet' };
    return deps.announcer.post({ kind: 'chat', person: met }, content);
  },
  asker: (deps, { asker }, content) => deps.announcer.post({ kind: 'private', person: asker }, content),
  async channel(deps, { conversationId }, content) {
    const channel = await deps.ledger.links.channel(conversationId);
    if (channel === undefined) return { kind: 'absent', code: 'NotLinked' };
    return deps.announcer.post({ kind: 'channel', conversation: channel.conversation }, content);
  },
  /** Only digests go by mail. */
  async mail({ ledger, mailer }, { person }, content) {
    const [choice] = await ledger.mailChoices.of([person]);
    if (mailer === undefined || choice === undefined || choice === 'off' || content.kind !== 'digest')
      return { kind: 'absent', code: 'NoMailWanted' };
    return mailer.send(person, content.digest, choice);
  },
};

/** One attempt. */
export async function deliverTo(deps: Deps, to: Reached, content: PostContent | Letter): Promise<DeliveryOutcome> {
  if (to.kind === 'contact') return deliverToContact(deps, to.contact, content);
  if (isLetter(content)) return { kind: 'absent', code: 'MailOnly' };
  return deliver(deps, to.kind, to, content);
}

function deliver<K extends Kind>(
  deps: Deps,
  kind: K,
  to: Parameters<Destinations[K]>[1],
  content: PostContent,
): Promise<DeliveryOutcome> {
  const send: (deps: Deps, to: Parameters<Destinations[K]>[1], content: PostContent) => Promise<DeliveryOutcome> =
    DESTINATIONS[kind];
  return send(deps, to, content);
}

/** Until its holder has confirmed it, a contact gets its first e-mail and nothing else. */
async function deliverToContact(
  { ledger, mailer }: Deps,
  id: string,
  content: PostContent | Letter,
): Promise<DeliveryOutcome> {
  const contact = mailer === undefined ? undefined : await ledger.contacts.find(id);
  if (mailer === undefined || contact === undefined) return { kind: 'absent', code: 'NoContact' };
  const isFirst = content.kind === 'contact-invite' && contact.state === 'waiting';
  if (!isFirst && !isReachableContact(contact)) return { kind: 'absent', code: 'NotConfirmed' };
  if (!isLetter(content) && content.kind !== 'digest') return { kind: 'absent', code: 'NoMail' };
  return mailer.sendTo(contact, content);
}
