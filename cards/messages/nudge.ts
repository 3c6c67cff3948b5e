import type { NudgeNotice } from '../../bot/domain/messages/notice.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import type { Rendered } from '../fill.ts';
import { listedNames, shownName } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import { NUDGE, nudgedBy, onItsWay, unmetManagers } from './sentences.ts';
import { shownManagers, shownReader } from './undelivered.ts';

/** To a manager: an administrator asks them to look at an application. */
export function nudgeCard({ application: { clientId, displayName }, by }: NudgeNotice): Rendered {
  const lines = [shownName(displayName), nudgedBy(shownReader(by.name)), NUDGE.text];
  return messageCard({ title: NUDGE.title, colour: 'Attention', lines, offers: ['expiring'], clientId });
}

/** To the administrator: who is asked, and who cannot be. */
export function nudgedCard({ application, told, untold }: Extract<Outcome, { kind: 'nudged' }>): Rendered {
  const { clientId, displayName } = application;
  const isAnybody = told.length > 0;
  return messageCard({
    title: isAnybody ? NUDGE.sent : NUDGE.nobody,
    colour: isAnybody ? 'Good' : 'Attention',
    lines: [
      shownName(displayName),
      ...(isAnybody ? [onItsWay(listedNames(shownManagers(told)))] : []),
      ...(untold.length > 0 ? [unmetManagers(listedNames(shownManagers(untold)))] : []),
      ...(told.length + untold.length === 0 ? [NUDGE.unmanaged] : []),
    ],
    offers: [],
    managersOf: clientId,
  });
}
