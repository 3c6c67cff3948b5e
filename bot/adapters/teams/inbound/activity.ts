import { z } from 'zod';
import type { Channel } from '../../../domain/reminders/link.ts';
import {
  type Asker,
  baseConversationId,
  type ChannelFacts,
  type Conversation,
  type ConversationKind,
  isThread,
} from '../../../domain/shared/person.ts';
import { plainText } from '../../../domain/shared/text.ts';
import { withoutNulls } from './without-nulls.ts';

const ID = z.string().min(1).max(2000);
const PLACE = z
  .object({ id: ID.optional(), name: z.string().optional(), type: z.string().optional().catch(undefined) })
  .optional()
  .catch(undefined);
/** The tenant is checked; every other part is dropped if it has another shape. */
const CHANNEL_DATA = z.object({
  tenant: z.object({ id: z.string().max(100).optional() }).optional(),
  team: PLACE,
  channel: PLACE,
  eventType: z.string().optional().catch(undefined),
});
const MEMBERS = z
  .array(z.object({ id: z.string() }))
  .optional()
  .catch(undefined);
/** A zone is dropped if this process does not know its clock. */
const ZONE = z.string().max(100).refine(isZone).optional().catch(undefined);
const CLIENT = z.object({ type: z.literal('clientInfo'), timezone: ZONE });
const PARTS = z.object({
  type: z.string().min(1).max(100),
  name: z.string().max(200).optional().catch(undefined),
  channelId: z.string().max(100),
  serviceUrl: z.string().min(1).max(2000),
  from: z.object({
    id: ID,
    aadObjectId: z.string().max(100).optional().catch(undefined),
    name: z.string().optional().catch(undefined),
  }),
  /** `isTargeted`: the person wrote to the bot alone, in a conversation with other readers. */
  recipient: z.object({
    id: ID,
    name: z.string().optional().catch(undefined),
    isTargeted: z.boolean().optional().catch(undefined),
  }),
  conversation: z.object({
    id: ID,
    conversationType: z.string().optional().catch(undefined),
    tenantId: z.string().max(100).optional(),
  }),
  channelData: CHANNEL_DATA.optional(),
  localTimezone: ZONE,
  /** Carries the difference to UTC alone, for clients that do not name the zone. */
  localTimestamp: z.string().max(100).optional().catch(undefined),
  text: z.string().optional().catch(undefined),
  value: z.unknown().optional(),
  /** If a button was pressed, this is the message whose card has it. */
  replyToId: ID.optional().catch(undefined),
  action: z.string().optional().catch(undefined),
  entities: z.array(z.unknown()).max(200).optional().catch(undefined),
  attachments: z.array(z.unknown()).max(200).optional().catch(undefined),
  membersAdded: MEMBERS,
  membersRemoved: MEMBERS,
});

/**
 * The parts of an activity that are read. An activity has the required parts; others are dropped if they have another
 * shape, and null is as good as absent.
 */
export const ACTIVITY = z.preprocess((body) => withoutNulls(body), PARTS);

export type Activity = z.output<typeof PARTS>;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The sender; undefined if they have no account in the tenant's directory (a bot, an anonymous guest). */
export function readAsker(activity: Activity, tenantId: string): Asker | undefined {
  const oid = activity.from.aadObjectId;
  if (oid === undefined || !GUID.test(oid)) return undefined;
  return {
    person: { tid: tenantId.toLowerCase(), oid: oid.toLowerCase() },
    accountId: activity.from.id,
    name: plainText((activity.from.name ?? '').slice(0, 1000)),
    conversation: readConversation(activity),
    ...(conversationKind(activity) === 'channel' ? { channel: channelFacts(activity) } : {}),
  };
}

/** The channel that an activity comes from, without its thread; undefined if it comes from a chat. */
export function readChannel(activity: Activity): Channel | undefined {
  if (conversationKind(activity) !== 'channel') return undefined;
  const { zone: _everybody, ...conversation } = readConversation(activity);
  // A roster change of a team carries the team's id in the place of the channel's.
  if (conversation.id === activity.channelData?.team?.id && activity.type === 'conversationUpdate') return undefined;
  return { ...channelFacts(activity), conversation: { ...conversation, id: baseConversationId(conversation.id) } };
}

function channelFacts({ channelData }: Activity): ChannelFacts {
  const name = (place: { name?: string | undefined } | undefined) => plainText((place?.name ?? '').slice(0, 1000));
  return { teamId: channelData?.team?.id, teamName: name(channelData?.team), name: name(channelData?.channel) };
}

export function readConversation(activity: Activity): Conversation {
  const zone = readZone(activity);
  return {
    kind: conversationKind(activity),
    id: activity.conversation.id,
    serviceUrl: activity.serviceUrl,
    botAccountId: activity.recipient.id,
    ...(zone === undefined ? {} : { zone }),
  };
}

/** The sender's zone, as Teams names it in messages and with most buttons; undefined if this activity does not tell it. */
function readZone({ localTimezone, localTimestamp, entities }: Activity): string | undefined {
  if (localTimezone !== undefined) return localTimezone;
  const named = entities?.map((entity) => CLIENT.safeParse(entity).data?.timezone).find((zone) => zone !== undefined);
  const offset = /[+-]\d\d:\d\d$/.exec(localTimestamp ?? '')?.[0];
  return named ?? (offset !== undefined && isZone(offset) ? offset : undefined);
}

/** Zones that were found good, because to make a formatter for each activity is slow. */
const GOOD_ZONES = new Set<string>();
const ZONES_KEPT = 1_000;

function isZone(zone: string): boolean {
  if (GOOD_ZONES.has(zone)) return true;
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  if (GOOD_ZONES.size < ZONES_KEPT) GOOD_ZONES.add(zone);
  return true;
}

/**
 * An unknown kind counts as one with other readers. So does a chat of two people, which a card from the compose box can be
 * in: Teams calls it personal, and its id is that of a thread.
 */
function conversationKind({ conversation }: Activity): ConversationKind {
  if (conversation.conversationType === 'personal' && !isThread(conversation.id)) return 'personal';
  return conversation.conversationType === 'channel' ? 'channel' : 'groupChat';
}

/** The tenants an activity names, lower-case. */
export function tenantsOf({ conversation, channelData }: Activity): readonly string[] {
  return [conversation.tenantId, channelData?.tenant?.id]
    .filter((tenant) => tenant !== undefined)
    .map((tenant) => tenant.toLowerCase());
}

export function addsTheBot({ membersAdded, recipient }: Activity): boolean {
  return membersAdded?.some((member) => member.id === recipient.id) ?? false;
}
