import { renderDigest, renderNotice } from '../../../../cards/index.ts';
import type { Notice } from '../../../domain/messages/notice.ts';
import type { DigestView } from '../../../domain/reminders/digest.ts';
import type { Channel } from '../../../domain/reminders/link.ts';
import type { Asker, Conversation } from '../../../domain/shared/person.ts';
import { plainText } from '../../../domain/shared/text.ts';
import type { AnnounceResult, Announcer, ChannelNames } from '../../../ports/messages/announcer.ts';
import type { Connector, ConnectorFailure, ConnectorResult } from './connector.ts';
import { isGone } from './deliver.ts';
import { createPace, type Pace } from './outbound-rate.ts';
import { cardMessage, type Json } from './respond.ts';

/**
 * Microsoft's rate-limit page: try again on 412, 429, 502, 503 and 504; a 500 is not. A 401 heals with the bot's token.
 */
const LATER = [401, 412, 429, 502, 503, 504];

/** How Teams' clients call the channel that every team begins with; the connector gives it no name. */
const GENERAL = 'General';

/** Puts digests into channels and 1:1 chats: names and dates, for all who read there. */
export function createAnnouncer(connector: Connector, pace: Pace = createPace()): Announcer {
  return {
    async send(place, digest) {
      await pace(place.kind === 'channel' ? place.conversation.id : place.person.accountId);
      const conversation = place.kind === 'channel' ? place.conversation : await chatWith(connector, place.person);
      if (!('serviceUrl' in conversation)) return toResult(conversation, undefined);
      const kind = place.kind === 'channel' ? 'everybody' : 'one-to-one';
      const to = { kind, conversation } as const;
      return toResult(
        await unmentionedIfRefused(digest, (view) => connector.send(to, digestMessage(view))),
        conversation,
      );
    },
    async update(posted, digest) {
      const { conversation, activityId } = posted;
      await pace(conversation.id);
      const update = (view: DigestView) => connector.update(conversation, activityId, digestMessage(view));
      return toResult(await unmentionedIfRefused(digest, update), conversation);
    },
    async tell(place, notice) {
      await pace(place.kind === 'channel' ? place.conversation.id : place.person.accountId);
      const conversation = place.kind === 'channel' ? place.conversation : await chatWith(connector, place.person);
      if (!('serviceUrl' in conversation)) return toResult(conversation, undefined);
      const kind = place.kind === 'channel' ? 'everybody' : 'one-to-one';
      return toResult(await connector.send({ kind, conversation }, noticeMessage(notice)), conversation);
    },
    async retell({ conversation, activityId }, notice) {
      await pace(conversation.id);
      return toResult(await connector.update(conversation, activityId, noticeMessage(notice)), conversation);
    },
    namesOf: (channel) => namesOf(connector, channel),
  };
}

async function namesOf(connector: Connector, { conversation, teamId }: Channel): Promise<ChannelNames> {
  if (teamId === undefined) return { name: '', teamName: '' };
  const { name = '', teamName = '' } = await connector.describeChannel(conversation, teamId);
  const unnamed = conversation.id === teamId ? GENERAL : '';
  return { name: plainText(name.slice(0, 1000)) || unnamed, teamName: plainText(teamName.slice(0, 1000)) };
}

/** A mention of somebody who has left the team can make Teams refuse the whole message: then it goes without. */
async function unmentionedIfRefused(
  digest: DigestView,
  attempt: (view: DigestView) => Promise<ConnectorResult>,
): Promise<ConnectorResult> {
  const result = await attempt(digest);
  const unmentioned = result.kind === 'refused' && result.status === 400 && digest.mentions.length > 0;
  return unmentioned ? attempt({ ...digest, mentions: [] }) : result;
}

function digestMessage(digest: DigestView): Json {
  const { card, fallbackText } = renderDigest(digest);
  return cardMessage(card, fallbackText);
}

function noticeMessage(notice: Notice): Json {
  const { card, fallbackText } = renderNotice(notice);
  return cardMessage(card, fallbackText);
}

/** The person's 1:1 chat; opened where the bot has met them only elsewhere. Opening it twice finds the same one. */
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
  const { status, afterMs } = result;
  const unanswered = status === undefined && code !== 'ServiceUrlNotAllowed';
  if (unanswered || LATER.includes(status ?? 0))
    return { kind: 'later', code, afterMs, maybe: result.kind === 'unknown' };
  return { kind: 'refused', code };
}
