import type { LastUsed } from '../../../bot/domain/reminders/outages/outage.ts';
import type { OutageView } from '../../../bot/domain/reminders/outages/outage-view.ts';
import type { Rendered } from '../../fill.ts';
import { shownMoment } from '../../shared/dates.ts';
import { listedNames, nameAndId, shownHint, shownName, shownPerson } from '../../shared/describe.ts';
import { messageCard, type Offer } from '../../shared/message.ts';
import {
  deletedText,
  lastUsedText,
  managedByText,
  mendedText,
  OUTAGE,
  OUTAGE_ADMINISTRATION,
  OUTAGE_ADVICE,
  OUTAGE_TITLES,
  othersSucceedText,
  refusedText,
  stillTriedText,
  usesText,
  wereRefusedText,
} from './sentences.ts';

/** Says since when a system cannot sign in, with which secret, and what to do. It never says from which address it tried. */
export function outageCard(view: OutageView): Rendered {
  const { outage, reader } = view;
  const { application } = outage;
  const isOpen = outage.ended === undefined;
  return messageCard({
    title: titleOf(view),
    colour: outage.ended?.how === 'mended' ? 'Good' : isOpen ? 'Attention' : 'Default',
    lines: [shownName(application.displayName), ...(isOpen ? openLines(view) : endedLines(view))],
    offers: isOpen ? offersOf(view) : [],
    clientId: application.clientId,
    ...(isOpen && reader === 'administrator' ? { managersOf: application.clientId } : {}),
  });
}

function titleOf({ outage: { why, ended }, deleted }: OutageView): string {
  if (ended !== undefined) return ended.how === 'mended' ? OUTAGE.mendedTitle : OUTAGE.silentTitle;
  return deleted?.wasUsed === true ? OUTAGE.deletedTitle : OUTAGE_TITLES[why];
}

function openLines(view: OutageView): readonly string[] {
  const { outage, reader, managers, deleted } = view;
  const { why, since, lastAt, attempts, lastUsed, succeededAt } = outage;
  const [first, last] = [shownMoment(since), shownMoment(lastAt)];
  const refused =
    deleted === undefined
      ? [refusedText(attempts, first, last), ...useLines(lastUsed)]
      : [
          deletedText(nameAndId(deleted), shownPerson({ name: deleted.by }), shownMoment(deleted.at)),
          stillTriedText(attempts, first, last),
        ];
  const others = succeededAt === undefined ? [] : [othersSucceedText(shownMoment(succeededAt))];
  return [
    ...refused,
    ...others,
    ...(reader === 'manager' ? adviceTo(why) : aboutManagers(why, managers)),
    OUTAGE.again,
  ];
}

function useLines(lastUsed: LastUsed | undefined): readonly string[] {
  if (lastUsed === undefined) return [OUTAGE.unknownUse];
  const secret = `${shownName(lastUsed.name)} (${shownHint(lastUsed.hint)})`;
  return [lastUsed.at === undefined ? usesText(secret) : lastUsedText(secret, shownMoment(lastUsed.at))];
}

function adviceTo(why: OutageView['outage']['why']): readonly string[] {
  return [OUTAGE_ADVICE[why]];
}

function aboutManagers(why: OutageView['outage']['why'], managers: readonly string[]): readonly string[] {
  const managed =
    managers.length === 0
      ? OUTAGE.unmanaged
      : managedByText(listedNames(managers.map((name) => shownPerson({ name }))));
  return [managed, OUTAGE_ADMINISTRATION[why]];
}

function endedLines({ outage }: OutageView): readonly string[] {
  const { attempts, since, lastAt, succeededAt, ended } = outage;
  const were = wereRefusedText(attempts, shownMoment(since), shownMoment(lastAt));
  return ended?.how === 'mended' && succeededAt !== undefined ? [mendedText(shownMoment(succeededAt)), were] : [were];
}

function offersOf({ outage: { why }, reader }: OutageView): readonly Offer[] {
  return reader === 'manager' && why !== 'disabled' ? ['create'] : [];
}
