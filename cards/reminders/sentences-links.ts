import { counted } from '../shared/dates.ts';

export const LINKS = {
  title: 'Managers’ channels',
  intro: 'Reminders about expiring secrets, and what administrators look after, go to these channels.',
  none: 'No channel is linked. Mention me in a channel of your team with “link” and the name of your organisation or application: its reminders then go there.',
  general: 'General',
  someChannel: 'a channel',
  someTeam: 'a team',
  linkedTitle: '✔ This channel is linked',
  alreadyTitle: 'This channel is linked already',
  linkedAfter:
    'Everybody who can read this channel, guests included, then sees names and dates: no hint and no key ID. Requests for access come here too: who asks for what, without what they write.',
  unlinkedTitle: '✔ Unlinked',
  unlinkedAfter: 'If no other channel is linked, reminders go to the managers in person.',
  linkedForAdmin:
    'Everybody who can read this channel, guests included, then sees names, dates, and who asks for access to what. Only administrators should be members.',
  unlinkedForAdmin: 'If no other channel is linked for that, each administrator gets it in person.',
  nothingTitle: 'Nothing to unlink',
  nothing: 'No such link exists, so nothing was changed.',
} as const;

/** Says to a manager that links of a channel have ended. */
export const CHANNEL_UNLINKED = {
  title: '⚠ People of other organisations can read a managers’ channel',
  ended:
    'I have ended these links, because reminders would show those people the names and dates of secrets. If no other channel is linked, I now remind you in person.',
  advice:
    'To link another channel, mention me there with “link” and the name of the organisation or application. If these people may read the reminders, do that in the same channel.',
} as const;

export const CHOOSE_SCOPE = {
  link: { title: 'Link this channel to what?', text: 'What concerns it will come to this channel.', button: 'Link' },
  unlink: {
    title: 'Unlink this channel from what?',
    text: 'What concerns it will not come here any more.',
    button: 'Unlink',
  },
  contact: {
    title: 'A contact of which organisation?',
    text: 'Reminders of this organisation then also go to the addresses that you entered.',
    button: 'Choose',
  },
  none: 'Nothing of yours has that name. Check it, or look at the list of your applications.',
} as const;

/** The messages that an administrators' channel gets. */
const ADMIN_NEWS =
  'Requests for access, applications about which I can reach nobody, people who have no chat with me, channels that I cannot reach any more, deliveries that failed and alarms of the daily sweep';

/** Names the administrators' scope within a sentence and in a list. */
export const ADMIN_SCOPE_TEXT = 'what administrators look after: requests and alarms, no reminders';

export const ADMIN_LINKED = `${ADMIN_NEWS} come to this channel. Reminders do not.`;
export const ADMIN_UNLINKED = `${ADMIN_NEWS} no longer go to that channel.`;

/** People of other organisations read a channel that was just linked. */
export function outsidersText(count: number): string {
  const who = count === 1 ? 'One member of this channel is' : `${count} members of this channel are`;
  return `⚠ ${who} of another organisation and will read what I post here, such as the names and dates of secrets. If that is not right, type unlink.`;
}

export function linkedText(scope: string): string {
  return `Reminders about ${scope} come to this channel.`;
}

export function unlinkedText(scope: string): string {
  return `The link of that channel to ${scope} has ended. Type links to see what is linked still.`;
}

export function organisationText(name: string): string {
  return `all applications of ${name}`;
}

/** The line below the name of an organisation. `country` is ready to be shown. */
export function organisationDetail(country: string): string {
  return `Organisation, ${country}: all of its applications, also those that are created later`;
}

export function linkedBy(name: string, day: string): string {
  return `linked by ${name} on ${day}`;
}

export function deadText(day: string): string {
  return `✖ Cannot be reached since ${day}`;
}

export function moreLinks(count: number): string {
  return `And ${counted(count, 'more link')}.`;
}

export function moreScopes(count: number): string {
  return `And ${count} more. Type more of the name.`;
}
