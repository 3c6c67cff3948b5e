import type { LocalPerson, World } from '../world.ts';
import { TEAM } from './conversations.ts';
import { type Activity, BOT_NAME, type Conversation, MENTION } from './types.ts';

export interface ActivityBase {
  readonly world: World;
  readonly serviceUrl: string;
  readonly conversation: Conversation;
  readonly person: LocalPerson;
  readonly id: string;
}

const ZONE = 'Europe/Amsterdam';

/** What every activity from Teams carries, whatever its type. */
function envelope(base: ActivityBase, conversationId: string): Record<string, unknown> {
  const { world, person, conversation } = base;
  const now = new Date();
  return {
    id: base.id,
    timestamp: now.toISOString(),
    localTimestamp: now.toISOString().replace('Z', '+00:00'),
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

function channelData({ world, conversation }: ActivityBase): Record<string, unknown> {
  const tenant = { tenant: { id: world.tenantId } };
  if (conversation.kind !== 'channel') return tenant;
  const channel = { id: conversation.id, name: conversation.name };
  return { ...tenant, team: TEAM, channel, teamsTeamId: TEAM.id, teamsChannelId: conversation.id };
}

/** In a channel a new post opens a thread: the conversation's id then names the post. */
function threadId(base: ActivityBase, rootId: string): string {
  return base.conversation.kind === 'channel' ? `${base.conversation.id};messageid=${rootId}` : base.conversation.id;
}

/** A message a person typed; outside the 1:1 chat it starts with the mention that woke the bot. */
export function messageActivity(base: ActivityBase, text: string): Activity {
  const shared = envelope(base, threadId(base, base.id));
  const mention = { type: 'mention', mentioned: { id: `28:${base.world.botId}`, name: BOT_NAME }, text: MENTION };
  const mentioned = base.conversation.kind !== 'personal';
  const said = mentioned ? `${MENTION} ${text}` : text;
  return {
    ...shared,
    type: 'message',
    textFormat: 'plain',
    text: said,
    attachments: [{ contentType: 'text/html', content: `<div>${escaped(text)}</div>` }],
    entities: [...(mentioned ? [mention] : []), ...(shared['entities'] as unknown[])],
  };
}

/** An invoke; `replyToId` is the message whose card was pressed. */
export function invokeActivity(base: ActivityBase, name: string, value: unknown, replyToId?: string): Activity {
  const shared = envelope(base, threadId(base, replyToId ?? base.id));
  return { ...shared, type: 'invoke', name, value, ...(replyToId === undefined ? {} : { replyToId }) };
}

/** The two activities by which the bot learns that it was installed. */
export function installActivities(base: ActivityBase, secondId: string): readonly Activity[] {
  const { conversation, person, world } = base;
  const bot = { id: `28:${world.botId}` };
  // Roster changes of a team carry the team's id as conversation; the installation carries the channel that was chosen.
  const roster = envelope(base, conversation.kind === 'channel' ? TEAM.id : conversation.id);
  const added = conversation.kind === 'personal' ? [{ id: person.accountId, aadObjectId: person.oid }, bot] : [bot];
  const eventType = conversation.kind === 'channel' ? { eventType: 'teamMemberAdded' } : {};
  const install = envelope({ ...base, id: secondId }, conversation.id);
  return [
    { ...roster, type: 'conversationUpdate', membersAdded: added, channelData: { ...channelData(base), ...eventType } },
    { ...install, type: 'installationUpdate', action: 'add' },
  ];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
