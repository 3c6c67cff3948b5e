import { BOT_ID, OID, TENANT } from '../bench.ts';

type Json = Record<string, unknown>;

const ENTITIES = [
  { type: 'mention', mentioned: { id: `28:${BOT_ID}`, name: 'API Credentials' }, text: '<at>API Credentials</at>' },
  { type: 'quotedReply', quotedReply: { messageId: '1', senderId: '29:a', senderName: 'A', preview: 'x', time: '1' } },
  { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/Amsterdam' },
];
/** What any activity may hold. */
export const WHOLE: Json = {
  timestamp: '2026-11-24T10:00:00.000Z',
  localTimestamp: '2026-11-24T11:00:00.000+01:00',
  localTimezone: 'Europe/Amsterdam',
  locale: 'en-GB',
  entities: ENTITIES,
  conversation: {
    id: '19:c@thread.tacv2;messageid=1',
    conversationType: 'channel',
    tenantId: TENANT,
    isGroup: true,
    name: 'c',
  },
  channelData: {
    tenant: { id: TENANT },
    team: { id: '19:t@thread.tacv2', name: 'T', aadGroupId: OID, type: 'standard' },
    channel: { id: '19:c@thread.tacv2', name: 'C', type: 'standard' },
    eventType: 'channelRenamed',
    settings: { selectedChannel: { id: '19:c@thread.tacv2' } },
    source: { name: 'message' },
  },
  replyToId: '1',
};
const members = [{ id: '29:ann', aadObjectId: OID, name: 'Ann' }, { id: `28:${BOT_ID}` }];
const press = { action: { type: 'Action.Execute', id: 'i', title: 't', verb: 'list', data: { filter: 'x', page: 1 } } };
const signIn = { id: 'i', connectionName: 'c', token: 'a.b.c' };

/** Every kind of activity that Teams sends to a bot, with everything that it may hold. */
export const KINDS: Readonly<Record<string, Json>> = {
  message: {
    text: '<at>API Credentials</at> list',
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: '<p>list</p>', name: 'n', contentUrl: 'u' }],
    value: { verb: 'list', filter: 'x', page: 1 },
    importance: 'normal',
  },
  'invoke adaptiveCard/action': {
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { ...press, trigger: 'manual', state: '123456', authentication: signIn },
  },
  'invoke signin/tokenExchange': { type: 'invoke', name: 'signin/tokenExchange', value: signIn },
  'invoke signin/verifyState': { type: 'invoke', name: 'signin/verifyState', value: { state: '123456' } },
  'invoke signin/failure': { type: 'invoke', name: 'signin/failure', value: { code: 'c', message: 'm' } },
  'invoke of another name': { type: 'invoke', name: 'task/fetch', value: { data: {}, context: {} } },
  'conversationUpdate, added': { type: 'conversationUpdate', membersAdded: members },
  'conversationUpdate, removed': { type: 'conversationUpdate', membersRemoved: members },
  'conversationUpdate, renamed': { type: 'conversationUpdate', topicName: 't', historyDisclosed: false },
  'installationUpdate, add': { type: 'installationUpdate', action: 'add' },
  'installationUpdate, remove-upgrade': { type: 'installationUpdate', action: 'remove-upgrade' },
  messageReaction: { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], reactionsRemoved: [{ type: 'sad' }] },
  messageUpdate: {
    type: 'messageUpdate',
    text: 'list',
    channelData: { eventType: 'editMessage', tenant: { id: TENANT } },
  },
  messageDelete: { type: 'messageDelete', channelData: { eventType: 'softDeleteMessage', tenant: { id: TENANT } } },
  event: { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: { lastReadMessageId: '1' } },
  typing: { type: 'typing' },
};
