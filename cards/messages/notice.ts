import type { AdministratorNotice, Notice } from '../../bot/domain/messages/notice.ts';
import { assignedCard, requestNewsCard, unassignedCard } from '../access/assigned.ts';
import { requestCard } from '../access/request.ts';
import { withClocks } from '../clocks.ts';
import type { Rendered } from '../fill.ts';
import { certificatesCard } from '../reminders/certificates.ts';
import { channelUnlinkedCard } from '../reminders/links.ts';
import { outageCard } from '../reminders/outages/outage.ts';
import { exposedCard } from '../rotation/exposed.ts';
import {
  completedText,
  NEWS,
  NOTICES,
  newsText,
  refusedText,
  stoppedText,
  undoneText,
  valueLeftText,
} from '../secrets/sentences.ts';
import { unexpectedNoticeCard } from '../secrets/unexpected.ts';
import { type AppLinks, linkOfNotice, withAppLink } from '../shared/app-links.ts';
import { shownDay, shownMoment } from '../shared/dates.ts';
import { nameAndId, shownName, shownPerson } from '../shared/describe.ts';
import { type Leads, withGuidance } from '../shared/guidance.ts';
import { messageCard } from '../shared/message.ts';
import { wordsCard } from '../shared/words.ts';
import { staying } from '../staying.ts';
import { alarmCard } from './alarm.ts';
import { contactProposedCard } from './contacts.ts';
import { colleaguesLeftCard } from './leavers.ts';
import { nudgeCard } from './nudge.ts';
import { UNANSWERED } from './sentences.ts';

/**
 * The card of a notice. It stays when a button on it opens something else. With `links`, it leads to the bot's chat or
 * to the app if its words do, and shows the time by the reader's clock. Its days are those of the zone (IANA name).
 */
export function renderNotice(notice: Notice, links?: AppLinks, zone = 'UTC'): Rendered {
  const leads: Leads = { support: notice.kind === 'unanswered', guides: [] };
  const drawn = withGuidance(
    links?.guidance,
    () => withClocks(zone, links?.readerZone, () => drawNotice(notice, zone)),
    leads,
  );
  return staying(links === undefined ? drawn : withAppLink(drawn, linkOfNotice(notice), links));
}

function drawNotice(notice: Notice, zone: string): Rendered {
  switch (notice.kind) {
    case 'creation-undone':
      return undoneCard(notice);
    case 'deletion-completed':
      return completedCard(notice);
    case 'deletion-stopped':
      return stoppedCard(notice);
    case 'value-left':
      return valueLeftCard(notice);
    case 'secret-changed':
      return secretNewsCard(notice);
    case 'unanswered':
      return wordsCard(UNANSWERED, ['list', 'help']);
    case 'assigned':
      return assignedCard(notice);
    case 'unassigned':
      return unassignedCard(notice);
    case 'nudge':
      return nudgeCard(notice);
    case 'exposed':
      return exposedCard(notice);
    case 'colleagues-left':
      return colleaguesLeftCard(notice);
    case 'channel-unlinked':
      return channelUnlinkedCard(notice);
    case 'request':
      return requestCard(notice.view, true);
    case 'request-news':
      return requestNewsCard(notice);
    case 'certificates-due':
      return certificatesCard(notice, zone);
    case 'unexpected-credentials':
      return unexpectedNoticeCard(notice);
    case 'contact-proposed':
      return contactProposedCard(notice.view);
    case 'outage':
      return outageCard(notice.view);
    default:
      return alarmCard(notice satisfies AdministratorNotice);
  }
}

function undoneCard({ application, name, startedAt }: Extract<Notice, { kind: 'creation-undone' }>): Rendered {
  const { clientId, displayName } = application;
  const text = undoneText(shownName(name), shownName(displayName), shownMoment(startedAt));
  return messageCard({ title: NOTICES.undoneTitle, colour: 'Attention', lines: [text], offers: ['list'], clientId });
}

/** One line: names and dates, and nothing that only a manager may see. */
function secretNewsCard({ how, application, secret, by }: Extract<Notice, { kind: 'secret-changed' }>): Rendered {
  const { clientId, displayName } = application;
  const line = newsText(how, {
    by: shownPerson(by),
    secret: nameAndId(secret),
    application: shownName(displayName),
    day: shownDay(secret.end),
  });
  return messageCard({ title: NEWS[how], lines: [line], offers: [], clientId });
}

function completedCard({ application, secret }: Extract<Notice, { kind: 'deletion-completed' }>): Rendered {
  const { clientId, displayName } = application;
  const name = secret === undefined ? undefined : nameAndId(secret);
  const lines = [completedText(name, shownName(displayName))];
  return messageCard({ title: NOTICES.completedTitle, colour: 'Good', lines, offers: ['list'], clientId });
}

function stoppedCard({ application, secret, why }: Extract<Notice, { kind: 'deletion-stopped' }>): Rendered {
  const { clientId, displayName } = application;
  const textOf = why === 'refused' ? refusedText : stoppedText;
  const lines = [textOf(nameAndId(secret), shownName(displayName))];
  return messageCard({ title: NOTICES.stoppedTitle, colour: 'Attention', lines, offers: ['list'], clientId });
}

function valueLeftCard({ application }: Extract<Notice, { kind: 'value-left' }>): Rendered {
  const { clientId, displayName } = application;
  const lines = [valueLeftText(shownName(displayName))];
  return messageCard({ title: NOTICES.valueLeftTitle, colour: 'Attention', lines, offers: ['list'], clientId });
}
