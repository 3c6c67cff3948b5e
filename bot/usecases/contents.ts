import { colleaguesContent } from './access/leavers/colleagues-content.ts';
import { newsContent, requestContent, requestedContent } from './access/request-content.ts';
import { roleContent, rolesContent } from './access/role-content.ts';
import { alarmContent } from './messages/alarm-content.ts';
import { answerContent, unansweredContent } from './messages/answer-later.ts';
import { contactInviteContent, contactProposedContent } from './messages/contact-content.ts';
import type { Contents } from './messages/content-rules.ts';
import { nudgeContent } from './messages/nudge/nudge.ts';
import { certificatesContent } from './reminders/certificates/certificates-content.ts';
import { channelUnlinkedContent } from './reminders/channel-unlinked-content.ts';
import { digestContent } from './reminders/digest-content.ts';
import { outageContent } from './reminders/outages/outage-content.ts';
import { exposedContent } from './rotation/exposed/exposed-content.ts';
import { rotationContent } from './rotation/shown-cards.ts';
import { changeContent } from './secrets/news/change-content.ts';
import { secretNewsContent } from './secrets/news/secret-news.ts';
import { createdContent } from './secrets/news/shown-creation.ts';
import { unexpectedContent } from './secrets/unexpected/unexpected-content.ts';

/** What each kind of message in the outbox comes to. */
export const CONTENTS: Contents = {
  digest: digestContent,
  request: requestContent,
  'request-news': newsContent,
  requested: requestedContent,
  assigned: roleContent,
  unassigned: roleContent,
  nudge: nudgeContent,
  'colleagues-left': colleaguesContent,
  exposed: exposedContent,
  'creation-undone': changeContent,
  'deletion-completed': changeContent,
  'deletion-stopped': changeContent,
  'secret-changed': secretNewsContent,
  'channel-unlinked': channelUnlinkedContent,
  'value-left': changeContent,
  unanswered: unansweredContent,
  answer: answerContent,
  'unexpected-credentials': unexpectedContent,
  'certificates-due': certificatesContent,
  'contact-proposed': contactProposedContent,
  'contact-invite': contactInviteContent,
  'roles-changed': rolesContent,
  outage: outageContent,
  rotation: rotationContent,
  created: createdContent,
  alarm: alarmContent,
};
