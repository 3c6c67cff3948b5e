import type { LocalPerson } from '../people.ts';
import type { LocalWorld } from '../world.ts';
import { mentionHtml, type Spoken } from './spoken.ts';
import { type Activity, BOT_NAME, type Conversation, MENTION } from './types.ts';

export interface ActivityBase {
  readonly world: LocalWorld;
  readonly serviceUrl: string;
  readonly conversation: Conversation;
  readonly person: LocalPerson;
  readonly id: string;
}

/** People sit at the machine that the local world runs on, so that their clock is that of the machine, and of their browser. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** Some of Teams' services write null for a field that an activity does not have. Each kind of activity has its own fields. */
const NO_FIELDS = {
  name: null,
  text: null,
  value: null,
  action: null,
  attachments: null,
  membersAdded: null,
  membersRemoved: null,
  replyToId: null,
};

/** The properties that every activity from Teams has. */
export function envelope(base: ActivityBase, conversationId: string): Record<string, unknown> {
  const { world, person, conversation } = base;
  const now = new Date();
  return {
    ...NO_FIELDS,
    id: base.id,
    timestamp: now.toISOString(),
    localTimestamp: localTimestamp(now),
    localTimezone: ZONE,
    serviceUrl: base.serviceUrl,
    channelId: 'msteams',
    locale: 'en-GB',
    from: { id: person.accountId, name: person.name, aadObjectId: person.oid },
    conversation: {
      id: conversationId,
      conversationType: conversation.kind,
      tenantId: world.tenantId,
      ...(conversation.kind === 'personal' ? {} : { isGroup: true, name: conversation.name }),
    },
    recipient: { id: `28:${world.botId}`, name: BOT_NAME },
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: ZONE }],
    channelData: channelData(base),
  };
}

/** The time by the clock of the machine, with its difference to UTC: `2026-11-24T11:00:00.000+01:00`. */
function localTimestamp(now: Date): string {
  const minutes = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + minutes * 60_000).toISOString().replace('Z', '');
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${local}${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

/**
 * In a channel a message and an invoke have ids only. Names are in some events, and the connector tells them.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
 */
function channelData({ world, conversation }: ActivityBase): Record<string, unknown> {
  const tenant = { tenant: { id: world.tenantId } };
  const { team, id } = conversation;
  if (team === null) return tenant;
  return { ...tenant, team: { id: team.id }, channel: { id }, teamsTeamId: team.id, teamsChannelId: id };
}

/** A new post in a channel opens a thread, and the conversation's id then names the post. */
function threadId(base: ActivityBase, rootId: string): string {
  return base.conversation.kind === 'channel' ? `${base.conversation.id};messageid=${rootId}` : base.conversation.id;
}

/** Makes the message that a person typed. Outside the 1:1 chat it starts with the mention of the bot. */
export function messageActivity(base: ActivityBase, { text, html, mentions }: Spoken): Activity {
  const shared = envelope(base, threadId(base, base.id));
  const mention = { type: 'mention', mentioned: { id: `28:${base.world.botId}`, name: BOT_NAME }, text: MENTION };
  const mentioned = base.conversation.kind !== 'personal';
  return {
    ...shared,
    type: 'message',
    textFormat: 'plain',
    text: mentioned ? `${MENTION} ${text}` : text,
    attachments: [{ contentType: 'text/html', content: mentioned ? `${mentionHtml(BOT_NAME, 0)}&nbsp;${html}` : html }],
    entities: [...(mentioned ? [mention] : []), ...mentions, ...(shared['entities'] as unknown[])],
  };
}

/** Makes an invoke. `replyToId` is the message whose card was pressed. */
export function invokeActivity(base: ActivityBase, name: string, value: unknown, replyToId?: string): Activity {
  const shared = envelope(base, threadId(base, replyToId ?? base.id));
  return { ...shared, type: 'invoke', name, value, ...(replyToId === undefined ? {} : { replyToId }) };
}

/**
 * Tells the bot that it was added or removed. In a team the conversation is the team's id, and no channel is named.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
 */
export function rosterActivity(base: ActivityBase, change: 'added' | 'removed'): Activity {
  const { conversation, person, world } = base;
  const bot = { id: `28:${world.botId}` };
  const members = conversation.kind === 'personal' ? [{ id: person.accountId, aadObjectId: person.oid }, bot] : [bot];
  const list = change === 'added' ? { membersAdded: members } : { membersRemoved: members };
  const eventType = change === 'added' ? 'teamMemberAdded' : 'teamMemberRemoved';
  return { ...teamEvent(base, eventType), ...list };
}

export type ChannelEvent = 'channelDeleted' | 'channelRestored' | 'channelRenamed';

export type TeamEvent =
  | 'teamRenamed'
  | 'teamArchived'
  | 'teamUnarchived'
  | 'teamDeleted'
  | 'teamHardDeleted'
  | 'teamRestored';

/** An upgrade takes the bot away, or brings it, if the app's new version has another bot. */
export type Installation = 'add' | 'remove' | 'add-upgrade' | 'remove-upgrade';

/** Tells the bot that the app was installed, uninstalled or upgraded. This event names the channel that was chosen. */
export function installationActivity(base: ActivityBase, action: Installation): Activity {
  return { ...envelope(base, base.conversation.id), type: 'installationUpdate', action };
}

/**
 * Tells the bot what has become of a channel in a team of which the bot is a member.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
 */
export function channelChangedActivity(base: ActivityBase, eventType: ChannelEvent): Activity {
  const { id, name } = base.conversation;
  const event = teamEvent(base, eventType);
  return { ...event, channelData: { ...(event['channelData'] as object), channel: { id, name } } };
}

/**
 * Tells the bot what has become of a team. No channel is named.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
 */
export function teamChangedActivity(base: ActivityBase, eventType: TeamEvent): Activity {
  return teamEvent(base, eventType);
}

function teamEvent(base: ActivityBase, eventType: string): Activity {
  const { team, id } = base.conversation;
  const tenant = { tenant: { id: base.world.tenantId } };
  const shared = { ...envelope(base, team?.id ?? id), type: 'conversationUpdate' };
  return team === null ? shared : { ...shared, channelData: { ...tenant, team, eventType } };
}
