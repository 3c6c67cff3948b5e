import type { NudgeNotice } from '../../bot/domain/messages/notice.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import type { Rendered } from '../fill.ts';
import { listedNames, shownName } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import {
  NUDGE,
  NUDGE_ALL,
  nudgeAbout,
  nudgedBy,
  onItsWay,
  unmanagedText,
  unmetManagers,
  wouldAsk,
} from './sentences-nudge.ts';
import { shownManagers, shownReader } from './undelivered.ts';

/** To a manager: an administrator asks them to look at an application, or at several. */
export function nudgeCard({ application, others = [], by }: NudgeNotice): Rendered {
  const names = [application, ...others].map(({ displayName }) => shownName(displayName));
  const lines = [listedNames(names), nudgedBy(shownReader(by.name)), NUDGE.text];
  if (others.length > 0)
    return messageCard({ title: NUDGE_ALL.nudge, colour: 'Attention', lines, offers: ['expiring', 'list'] });
  const { clientId } = application;
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
      ...unmetLines(untold),
      ...(told.length + untold.length === 0 ? [NUDGE.unmanaged] : []),
    ],
    offers: [],
    managersOf: clientId,
  });
}

/** To the administrator: who would be asked, or who is, about all applications of a line of the overview. */
export function nudgedAllCard(outcome: Extract<Outcome, { kind: 'nudged-all' }>): Rendered {
  const { step, about, applications, unmanaged, told, untold } = outcome;
  const isAnybody = told.length > 0;
  const title = isAnybody ? NUDGE_ALL[step] : NUDGE_ALL.nobody;
  const names = listedNames(shownManagers(told));
  const lines = [
    nudgeAbout(about, applications),
    ...(isAnybody ? [step === 'ask' ? wouldAsk(names) : onItsWay(names)] : []),
    ...unmetLines(untold),
    ...(unmanaged > 0 ? [unmanagedText(unmanaged)] : []),
  ];
  return messageCard({
    ...{ title, lines, offers: ['overview'] },
    ...(unmanaged > 0 ? { managersOf: '' } : {}),
    askAbout: step === 'ask' && isAnybody ? about : undefined,
  });
}

function unmetLines(untold: readonly string[]): readonly string[] {
  return untold.length === 0 ? [] : [unmetManagers(listedNames(shownManagers(untold)))];
}
