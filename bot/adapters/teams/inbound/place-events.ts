import { baseConversationId } from '../../../domain/shared/person.ts';
import { plainText } from '../../../domain/shared/text.ts';
import { type Activity, addsTheBot } from './activity.ts';

/** A team with all its channels, or one channel. */
export type PlaceOfBot = { readonly teamId: string } | { readonly conversationId: string };

/** What an event means for the bot, and of which place. `renamed`: the new name, free of invisible characters. */
export type PlaceEvent =
  | { readonly kind: 'removed' | 'returned'; readonly where: PlaceOfBot }
  | { readonly kind: 'renamed'; readonly where: PlaceOfBot; readonly name: string };

interface Meaning {
  readonly kind: PlaceEvent['kind'];
  readonly of: 'team' | 'channel';
}

/**
 * Teams' own events, in lower case: they come in different letter case. An archived team can only be read. Other
 * events, such as new channels and members who come and go, do not change the places that the bot is in.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
 */
const EVENTS: ReadonlyMap<string, Meaning> = new Map([
  ['channeldeleted', { kind: 'removed', of: 'channel' }],
  ['channelrestored', { kind: 'returned', of: 'channel' }],
  ['channelrenamed', { kind: 'renamed', of: 'channel' }],
  ['teamdeleted', { kind: 'removed', of: 'team' }],
  ['teamharddeleted', { kind: 'removed', of: 'team' }],
  ['teamarchived', { kind: 'removed', of: 'team' }],
  ['teamunarchived', { kind: 'returned', of: 'team' }],
  ['teamrestored', { kind: 'returned', of: 'team' }],
  ['teamrenamed', { kind: 'renamed', of: 'team' }],
]);

/**
 * What an installation event says. An upgrade takes the bot away, or brings it, if the app's new version has another bot.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events#installation-update-event
 */
const INSTALLATIONS: ReadonlyMap<string, 'removed' | 'returned'> = new Map([
  ['add', 'returned'],
  ['add-upgrade', 'returned'],
  ['remove', 'removed'],
  ['remove-upgrade', 'removed'],
]);

/** Events of the members of one channel. The app is added to each private and each shared channel by itself. */
const OF_CHANNEL_MEMBERS = ['channelmemberadded', 'channelmemberremoved'];

/** Says what an event means for the place that it names. Undefined if it means nothing: the bot stays in that place. */
export function placeEventOf(activity: Activity): PlaceEvent | undefined {
  if (activity.type === 'installationUpdate') {
    const kind = INSTALLATIONS.get(activity.action?.toLowerCase() ?? '');
    return kind === undefined ? undefined : at(kind, placeOf(activity));
  }
  const meaning = activity.type === 'conversationUpdate' ? EVENTS.get(eventOf(activity)) : undefined;
  if (meaning === undefined) return rosterEventOf(activity);
  const where = meaning.of === 'team' ? teamOf(activity) : channelOf(activity);
  return meaning.kind === 'renamed' ? renamed(activity, meaning.of, where) : at(meaning.kind, where);
}

/** Whether the bot, or the app with it, has come to the place of this activity. */
export function bringsTheBot(activity: Activity): boolean {
  if (activity.type === 'installationUpdate') return placeEventOf(activity)?.kind === 'returned';
  return addsTheBot(activity);
}

/** Whether a new version of the app takes the place of the old one: to people, the bot stays. */
export function isUpgrade({ type, action }: Activity): boolean {
  return type === 'installationUpdate' && action?.toLowerCase().endsWith('-upgrade') === true;
}

/** A channel that was shared with another team, or that has got members; `added` are their accounts, without the bot's. */
export function sharingOf(
  activity: Activity,
): { readonly conversationId: string; readonly added: readonly string[] } | undefined {
  const { type, channelData, membersAdded = [], recipient } = activity;
  const isChange = type === 'conversationUpdate' && ['channelshared', 'channelmemberadded'].includes(eventOf(activity));
  const id = channelData?.channel?.id;
  if (!isChange || id === undefined) return undefined;
  const added = membersAdded.map((member) => member.id).filter((account) => account !== recipient.id);
  // The bot comes alone.
  if (added.length === 0 && membersAdded.length > 0) return undefined;
  return { conversationId: baseConversationId(id), added };
}

/** The bot itself has come or gone as a member. */
function rosterEventOf(activity: Activity): PlaceEvent | undefined {
  const { membersRemoved, recipient } = activity;
  if (membersRemoved?.some(({ id }) => id === recipient.id) === true) return at('removed', placeOf(activity));
  return addsTheBot(activity) ? at('returned', placeOf(activity)) : undefined;
}

function at(kind: 'removed' | 'returned', where: PlaceOfBot | undefined): PlaceEvent | undefined {
  return where === undefined ? undefined : { kind, where };
}

function renamed(activity: Activity, of: Meaning['of'], where: PlaceOfBot | undefined): PlaceEvent | undefined {
  const name = plainText((activity.channelData?.[of]?.name ?? '').slice(0, 1000));
  return where === undefined || name === '' ? undefined : { kind: 'renamed', where, name };
}

/** The place of an event that does not say by its name whether it is about a team or about one channel. */
function placeOf(activity: Activity): PlaceOfBot | undefined {
  const team = teamOf(activity);
  return team === undefined || isOfOneChannel(activity) ? channelOf(activity) : team;
}

/**
 * An event of a team has the team as its conversation; only an installation names the channel that was chosen. Whether a
 * channel says of what type it is, is not to be relied on.
 */
function isOfOneChannel(activity: Activity): boolean {
  const { type, channelData, conversation } = activity;
  if (['private', 'shared'].includes(channelData?.channel?.type?.toLowerCase() ?? '')) return true;
  if (OF_CHANNEL_MEMBERS.includes(eventOf(activity))) return true;
  return type === 'conversationUpdate' && baseConversationId(conversation.id) !== channelData?.team?.id;
}

function teamOf({ channelData }: Activity): { readonly teamId: string } | undefined {
  const teamId = channelData?.team?.id;
  return teamId === undefined ? undefined : { teamId };
}

/** The channel that an event names. The id of a team is that of its General channel, which an event must name itself. */
function channelOf({ channelData, conversation }: Activity): { readonly conversationId: string } | undefined {
  const named = channelData?.channel?.id;
  if (named !== undefined) return { conversationId: baseConversationId(named) };
  return conversation.id === channelData?.team?.id
    ? undefined
    : { conversationId: baseConversationId(conversation.id) };
}

function eventOf({ channelData }: Activity): string {
  return channelData?.eventType?.toLowerCase() ?? '';
}
