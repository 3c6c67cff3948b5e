import type { AdministratorNotice, NamedContact } from '../../bot/domain/messages/notice.ts';
import type { Rendered } from '../fill.ts';
import { channelText, scopeText } from '../reminders/links.ts';
import { manyOutagesCard } from '../reminders/outages/many-outages.ts';
import { farFewer, SWEEP } from '../reminders/sentences.ts';
import { manyUnexpected, UNEXPECTED } from '../secrets/sentences-unexpected.ts';
import { shownMoment } from '../shared/dates.ts';
import { shownName } from '../shared/describe.ts';
import { goneName } from '../shared/gone.ts';
import { messageCard, type Offer } from '../shared/message.ts';
import { moreOfThem } from '../shared/sentences.ts';
import { shownAddress } from './contacts.ts';
import { escalatedCard } from './escalated.ts';
import { managersLeftCard } from './leavers.ts';
import {
  ALARMS,
  failingSince,
  forgedText,
  leaversDoubted,
  undeliveredCount,
  waitingKinds,
  waitingLine,
} from './sentences.ts';
import { waitingPersonText } from './undelivered.ts';
import { untoldCard } from './untold.ts';

/** Lines of a list. The rest is counted. */
const SHOWN = 50;

/** What the administrators have to look after. Names are in its lines, never in its title or notification. */
export function alarmCard(notice: AdministratorNotice): Rendered {
  switch (notice.kind) {
    case 'links-died': {
      const links = notice.links.map((link) => `${channelText(link)}: ${scopeText(link.scope)}`);
      return alarm(ALARMS.linksTitle, [...listed(links), ALARMS.links], ['links']);
    }
    case 'channel-shared': {
      const links = notice.links.map((link) => `${channelText(link)}: ${scopeText(link.scope)}`);
      return alarm(ALARMS.sharedTitle, [...listed(links), ALARMS.shared], ['links']);
    }
    case 'applications-gone':
      return alarm(ALARMS.goneTitle, [...listed(notice.applications.map(goneName)), ALARMS.gone], []);
    case 'nobody-to-tell':
      return untoldCard(notice);
    case 'escalated':
      return escalatedCard(notice);
    case 'many-unexpected':
      return alarm(UNEXPECTED.manyTitle, [manyUnexpected(notice), UNEXPECTED.why], ['unexpected']);
    case 'many-outages':
      return manyOutagesCard(notice);
    case 'federated-untold': {
      const names = notice.applications.map(({ displayName }) => shownName(displayName));
      return alarm(UNEXPECTED.untoldTitle, [UNEXPECTED.untold, ...listed(names), UNEXPECTED.untoldAdvice], []);
    }
    case 'managers-left':
      return managersLeftCard(notice);
    case 'leavers-suspicious':
      return alarm(ALARMS.leaversTitle, [leaversDoubted(notice), SWEEP.acceptLeavers], ['accept-leavers']);
    case 'unopened-chats': {
      const people = notice.people.map((one) => waitingLine(waitingPersonText(one), waitingKinds(one.about)));
      return alarm(ALARMS.unopenedTitle, [...listed(people), ALARMS.unopened], ['undelivered']);
    }
    case 'sweep-suspicious': {
      const nothing = notice.of !== 'secrets' && notice.read === 0;
      const lines = [farFewer(notice), ...(nothing ? [] : [SWEEP.accept])];
      return alarm(ALARMS.suspiciousTitle, lines, nothing ? [] : ['accept']);
    }
    case 'sweep-failing': {
      const since = notice.since === undefined ? ALARMS.failingNever : failingSince(shownMoment(notice.since));
      return alarm(ALARMS.failingTitle, [since, ALARMS.failing], [], notice.reference);
    }
    case 'log-denied':
      return alarm(ALARMS.logTitle, [ALARMS.log, ALARMS.logAdvice], []);
    case 'contact-unreachable':
      return alarm(ALARMS.contactTitle, [contactLine(notice), ALARMS.contact], ['contacts']);
    case 'contact-refused':
      return alarm(ALARMS.contactRefusedTitle, [contactLine(notice), ALARMS.contactRefused], ['contacts']);
    case 'record-forged':
      return alarm(ALARMS.forgedTitle, [forgedText(notice.seq), ALARMS.forged, ALARMS.forgedAdvice], []);
    case 'undelivered':
      return alarm(ALARMS.undeliveredTitle, [undeliveredCount(notice.count)], ['undelivered']);
  }
}

function contactLine({ organisation, address }: NamedContact): string {
  return `${shownName(organisation.name)}: ${shownAddress({ address })}`;
}

function alarm(title: string, lines: readonly string[], offers: readonly Offer[], reference?: string): Rendered {
  return messageCard({ title, colour: 'Attention', lines, offers, reference });
}

function listed(lines: readonly string[]): readonly string[] {
  const hidden = lines.length - SHOWN;
  return hidden > 0 ? [...lines.slice(0, SHOWN), moreOfThem(hidden)] : lines;
}
