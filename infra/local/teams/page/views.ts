import { addressOf, isGuest, type LocalPerson } from '../../people.ts';
import type { SentMail } from '../../world.ts';
import { BOT_NAME, type Conversation } from '../types.ts';
import type { PageParts } from './parts.ts';

/** All that the page shows to one person. */
export function stateFor(parts: PageParts, person: LocalPerson): unknown {
  return {
    botName: BOT_NAME,
    me: person.oid,
    people: peopleView(parts),
    conversations: parts.roster.all
      .filter((one) => one.members.includes(person))
      .map((one) => ({
        id: one.id,
        kind: one.kind,
        name: one.name,
        team: one.team,
        members: membersView(parts, one),
        messages: parts.store.seenBy(person, one.id),
      })),
    controls: parts.controls.state(),
    mail: parts.world.sentMail.map(mailView),
    traffic: parts.traffic.entries,
  };
}

/** Everybody whom one can act as; `left`: their account is deleted. */
function peopleView({ world }: PageParts) {
  return world.people.map((one) => {
    const { oid, name, about } = one;
    return { oid, name, about, address: addressOf(one), guest: isGuest(one), left: world.left.has(oid) };
  });
}

function membersView({ roster }: PageParts, conversation: Conversation) {
  return roster.present(conversation).map(({ oid, name }) => ({ oid, name }));
}

/** What changes for a page when somebody leaves or comes back. */
export function leaversView(parts: PageParts, person: LocalPerson): unknown {
  const own = parts.roster.all.filter(({ members }) => members.includes(person));
  return { people: peopleView(parts), members: own.map((one) => ({ id: one.id, members: membersView(parts, one) })) };
}

/** A mail as the panel lists it; HTML is fetched as a page of its own, by its number. */
export function mailView(mail: SentMail, number: number): unknown {
  const { at, from, to, subject, contentType, content } = mail;
  return { number, at, from, to, subject, contentType, text: contentType === 'Text' ? content : null };
}
