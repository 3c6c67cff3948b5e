import type { Notice } from '../../bot/domain/messages/notice.ts';
import { daysLeft } from '../../bot/domain/reminders/ladder.ts';
import type { Rendered } from '../fill.ts';
import { shownDay } from '../shared/dates.ts';
import { shownName } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import { CERTIFICATES, certificateText, dueText } from './sentences.ts';

/** Reminds of certificates, which the bot cannot renew: the card says who can. `zone` (IANA name): whose days count. */
export function certificatesCard(
  { application, certificates, asOf }: Extract<Notice, { kind: 'certificates-due' }>,
  zone: string,
): Rendered {
  const dated = certificates.toSorted((a, b) => a.end.getTime() - b.end.getTime());
  const lines = dated.map(({ name, end }) =>
    certificateText(shownName(name), dueText(daysLeft(end, asOf, zone), end <= asOf), shownDay(end)),
  );
  return messageCard({
    title: CERTIFICATES.title,
    colour: 'Attention',
    lines: [shownName(application.displayName), ...lines, CERTIFICATES.what],
    offers: ['help'],
    clientId: application.clientId,
    managersOf: application.clientId,
  });
}
