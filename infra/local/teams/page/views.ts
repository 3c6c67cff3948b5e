import { addressOf, isGuest, isOutsider, type LocalPerson } from '../../people.ts';
import type { SentMail } from '../../world.ts';
import { BOT_NAME, type Conversation } from '../types.ts';
import type { PageParts } from './parts.ts';

/** Returns all that the page shows to one person. */
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
        channelType: one.channelType,
        members: membersView(parts, one),
        messages: parts.store.seenBy(person, one.id),
      })),
    controls: parts.controls.state(),
    mail: parts.world.sentMail.map(mailView),
    traffic: parts.traffic.entries,
  };
}

/**
 * Returns all people of the page's "act as" list: an outsider is one of them while they are in a channel. `left` says
 * that the account is deleted.
 */
function peopleView({ world, roster }: PageParts) {
  const present = world.outsiders.filter((one) => roster.all.some(({ members }) => members.includes(one)));
  return [...world.people, ...present].map((one) => {
    const { oid, name, about } = one;
    const kind = { guest: isGuest(one), outsider: isOutsider(one) };
    return { oid, name, about, address: addressOf(one), ...kind, left: world.left.has(oid) };
  });
}

function membersView({ roster }: PageParts, conversation: Conversation) {
  return roster.present(conversation).map(({ oid, name }) => ({ oid, name }));
}

/** Returns what changes for a page when somebody leaves, comes back, or becomes a member of a channel. */
export function peopleAndMembers(parts: PageParts, person: LocalPerson): unknown {
  const own = parts.roster.all.filter(({ members }) => members.includes(person));
  return { people: peopleView(parts), members: own.map((one) => ({ id: one.id, members: membersView(parts, one) })) };
}

/** Returns a mail for the panel's list. The page fetches HTML by the number of the mail. */
export function mailView(mail: SentMail, number: number): unknown {
  const { at, from, fromName, to, subject, contentType, content } = mail;
  return { number, at, from, fromName, to, subject, contentType, text: contentType === 'Text' ? content : null };
}
