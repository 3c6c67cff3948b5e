import type { AdministratorNotice } from '../../../bot/domain/messages/notice.ts';
import type { Rendered } from '../../fill.ts';
import { shownName } from '../../shared/describe.ts';
import { messageCard } from '../../shared/message.ts';
import { moreOfThem } from '../../shared/sentences.ts';
import { manyOutagesText, OUTAGE, unmanagedOutage } from './sentences.ts';

type ManyOutages = Extract<AdministratorNotice, { kind: 'many-outages' }>;

/** Takes the place of a card for each application, to the administrators. */
export function manyOutagesCard({ applications, more }: ManyOutages): Rendered {
  const names = applications.map(({ displayName, managers }) =>
    managers === 0 ? unmanagedOutage(shownName(displayName)) : shownName(displayName),
  );
  const lines = [manyOutagesText(applications.length + more), ...names, ...(more > 0 ? [moreOfThem(more)] : [])];
  return messageCard({ title: OUTAGE.manyTitle, colour: 'Attention', lines: [...lines, OUTAGE.many], offers: [] });
}
