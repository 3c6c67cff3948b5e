import { type AppLinks, type Rendered, renderDigest, renderNotice, renderOutcome } from '../../../../cards/index.ts';
import type { Channel } from '../../../domain/reminders/link.ts';
import type { Ways } from '../../../domain/shared/guidance.ts';
import type { Asker, Conversation } from '../../../domain/shared/person.ts';
import { plainText } from '../../../domain/shared/text.ts';
import type { AnnounceResult, Announcer, ChannelNames, Place, PostContent } from '../../../ports/messages/announcer.ts';
import { sendFitting } from './attempts.ts';
import type { Connector, ConnectorFailure, ConnectorResult, MessageTarget } from './connector.ts';
import { privately } from './deliver.ts';
import { createOutboundRate, type Pace } from './outbound-rate.ts';
import { cardMessage, type Json } from './respond.ts';
import { isGone, isWorthAnotherTry } from './results.ts';

/** How Teams' clients call the channel that every team begins with; the connector gives it no name. */
const GENERAL = 'General';

/** Posts cards into channels and chats: names and dates, for all who read there. */
export function createAnnouncer(
  connector: Connector,
  links: Ways,
  zone: string,
  pace: Pace = createOutboundRate().pace,
): Announcer {
  const drawn = (content: PostContent, { kind, zone: readerZone }: Conversation, isAlone: boolean) =>
    messageOf(content, { ...links, inChat: kind === 'personal', readerZone: isAlone ? readerZone : undefined }, zone);
  return {
    async post(place, content) {
      await pace(place.kind === 'channel' ? place.conversation.id : place.person.accountId);
      const to = await targetOf(connector, place);
      if (!('conversation' in to)) return toResult(to, undefined);
      const result = await unmentionedIfRefused(content, (what) =>
        sendFitting((activity) => connector.send(to, activity), drawn(what, to.conversation, to.kind !== 'everybody')),
      );
      return toResult(result, to.kind === 'targeted' ? undefined : to.conversation);
    },
    async redraw({ conversation, activityId, targeted }, content) {
      await pace(conversation.id);
      const update = (what: PostContent) =>
        sendFitting(
          (activity) => connector.update(conversation, activityId, activity, targeted),
          drawn(what, conversation, targeted === true || conversation.kind === 'personal'),
        );
      return toResult(await unmentionedIfRefused(content, update), conversation);
    },
    namesOf: (channel) => namesOf(connector, channel),
  };
}

/** A message for one person among others is not drawn again later, so nobody needs to know where it is. */
async function targetOf(connector: Connector, place: Place): Promise<MessageTarget | ConnectorFailure> {
  switch (place.kind) {
    case 'channel':
      return { kind: 'everybody', conversation: place.conversation };
    case 'private':
      return privately(place.person);
    case 'chat': {
      const conversation = await chatWith(connector, place.person);
      return 'serviceUrl' in conversation ? { kind: 'one-to-one', conversation } : conversation;
    }
  }
}

async function namesOf(connector: Connector, { conversation, teamId }: Channel): Promise<ChannelNames> {
  if (teamId === undefined) return { name: '', teamName: '' };
  const { name = '', teamName = '' } = await connector.describeChannel(conversation, teamId);
  const unnamed = conversation.id === teamId ? GENERAL : '';
  return { name: plainText(name.slice(0, 1000)) || unnamed, teamName: plainText(teamName.slice(0, 1000)) };
}

/** A mention of somebody who has left the team can make Teams refuse the whole message: then it goes without. */
async function unmentionedIfRefused(
  content: PostContent,
  attempt: (content: PostContent) => Promise<ConnectorResult>,
): Promise<ConnectorResult> {
  const result = await attempt(content);
  const unmentioned = withoutMentions(content);
  const refused = result.kind === 'refused' && result.status === 400;
  return refused && unmentioned !== undefined ? attempt(unmentioned) : result;
}

/** Returns the content without its mentions; undefined if it mentions nobody already. */
function withoutMentions(content: PostContent): PostContent | undefined {
  if (content.kind === 'digest') {
    return content.digest.mentions.length === 0
      ? undefined
      : { kind: 'digest', digest: { ...content.digest, mentions: [] } };
  }
  if (content.kind !== 'notice' || content.notice.kind !== 'request') return undefined;
  const { view } = content.notice;
  return (view.mentions ?? []).length === 0
    ? undefined
    : { kind: 'notice', notice: { kind: 'request', view: { ...view, mentions: [] } } };
}

function messageOf(content: PostContent, links: AppLinks, zone: string): Json {
  const { card, fallbackText } = rendered(content, links, zone);
  return cardMessage(card, fallbackText);
}

function rendered(content: PostContent, links: AppLinks, zone: string): Rendered {
  switch (content.kind) {
    case 'digest':
      return renderDigest(content.digest, undefined, links);
    case 'notice':
      return renderNotice(content.notice, links, zone);
    case 'answer':
      return renderOutcome(content.outcome, links, zone);
  }
}

/** The person's 1:1 chat; opened if the bot has met them only elsewhere. Opening it twice finds the same one. */
async function chatWith(connector: Connector, person: Asker): Promise<Conversation | ConnectorFailure> {
  const { conversation, accountId } = person;
  if (conversation.kind === 'personal') return conversation;
  const opened = await connector.openPersonal(conversation, accountId, person.person.tid);
  if (opened.kind !== 'done') return { ...opened, kind: 'refused' };
  if (opened.id === undefined) return { kind: 'refused', status: undefined, code: 'NoConversation' };
  return { ...conversation, kind: 'personal', id: opened.id };
}

function toResult(result: ConnectorResult, conversation: Conversation | undefined): AnnounceResult {
  if (result.kind === 'done') {
    const posted = result.id !== undefined && conversation !== undefined;
    return { kind: 'sent', posted: posted ? { conversation, activityId: result.id } : undefined };
  }
  const code = result.code ?? String(result.status ?? 'NoAnswer');
  if (isGone(result)) return { kind: 'gone', code };
  if (!isWorthAnotherTry(result)) return { kind: 'refused', code };
  return { kind: 'later', code, afterMs: result.afterMs, maybe: result.kind === 'unknown' };
}
