import type { ExposedNotice } from '../../bot/domain/messages/notice.ts';
import type { Rendered } from '../fill.ts';
import { secretMarks, shownName, shownPerson } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import { EXPOSED, exposedNews, exposedStays } from './sentences.ts';

/** To the other managers: a secret is in wrong hands, and what becomes of it. */
export function exposedCard({ application, secret, by, hours, stays }: ExposedNotice): Rendered {
  const { clientId, displayName } = application;
  const name = `${shownName(secret.name)} (${secretMarks(secret, true)})`;
  const text =
    hours === undefined ? exposedStays(name, shownPerson(by), stays) : exposedNews(name, shownPerson(by), hours);
  return messageCard({
    ...{ title: hours === undefined ? EXPOSED.staysTitle : EXPOSED.newsTitle, colour: 'Attention' },
    ...{ lines: [shownName(displayName), text], offers: ['rotations'], clientId },
  });
}
