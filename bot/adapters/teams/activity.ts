import { z } from 'zod';
import type { Asker, Conversation, ConversationKind } from '../../domain/person.ts';
import { plainText } from '../../domain/text.ts';

const ID = z.string().min(1).max(2000);
const TENANT = z.object({ tenant: z.object({ id: z.string().max(100) }).optional() });
const MENTION = z.object({ type: z.literal('mention'), mentioned: z.object({ id: z.string() }), text: z.string() });

/** What is read of an activity. Required parts make it an activity; the rest is dropped where it has another shape. */
export const ACTIVITY = z.object({
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
  recipient: z.object({ id: ID, isTargeted: z.boolean().optional().catch(undefined) }),
  conversation: z.object({
    id: ID,
    conversationType: z.string().optional().catch(undefined),
    tenantId: z.string().max(100).optional(),
  }),
  channelData: TENANT.nullish(),
  text: z.string().optional().catch(undefined),
  value: z.unknown().optional(),
  action: z.string().optional().catch(undefined),
  entities: z.array(z.unknown()).max(200).optional().catch(undefined),
  membersAdded: z
    .array(z.object({ id: z.string() }))
    .optional()
    .catch(undefined),
});

export type Activity = z.output<typeof ACTIVITY>;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The sender, or undefined where they have no account in the tenant's directory (a bot, an anonymous guest). */
export function readAsker(activity: Activity, tenantId: string): Asker | undefined {
  const oid = activity.from.aadObjectId;
  if (oid === undefined || !GUID.test(oid)) return undefined;
  return {
    person: { tid: tenantId.toLowerCase(), oid: oid.toLowerCase() },
    accountId: activity.from.id,
    name: plainText((activity.from.name ?? '').slice(0, 1000)),
    conversation: readConversation(activity),
  };
}

export function readConversation(activity: Activity): Conversation {
  return {
    kind: conversationKind(activity),
    id: activity.conversation.id,
    serviceUrl: activity.serviceUrl,
    botAccountId: activity.recipient.id,
  };
}

/** An unknown kind counts as one with other readers. */
function conversationKind({ conversation }: Activity): ConversationKind {
  if (conversation.conversationType === 'personal') return 'personal';
  return conversation.conversationType === 'channel' ? 'channel' : 'groupChat';
}

/** The tenants an activity names, lower-case. */
export function tenantsOf({ conversation, channelData }: Activity): readonly string[] {
  return [conversation.tenantId, channelData?.tenant?.id]
    .filter((tenant) => tenant !== undefined)
    .map((tenant) => tenant.toLowerCase());
}

/** The typed text without the mentions of the bot. */
export function textOf({ text, entities, recipient }: Activity): string {
  let rest = (text ?? '').slice(0, 4000);
  for (const entity of entities ?? []) {
    const mention = MENTION.safeParse(entity);
    const ofBot = mention.success && mention.data.mentioned.id === recipient.id && mention.data.text !== '';
    if (ofBot) rest = rest.replaceAll(mention.data.text, ' ');
  }
  return rest;
}

export function addsTheBot({ membersAdded, recipient }: Activity): boolean {
  return membersAdded?.some((member) => member.id === recipient.id) ?? false;
}
