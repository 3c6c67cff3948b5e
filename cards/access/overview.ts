import type { OrganisationTrouble } from '../../bot/domain/access/overview.ts';
import type { NudgeAbout } from '../../bot/domain/messages/outcomes.ts';
import { type ApplicationState, filterText, WEEK_DAYS } from '../../bot/domain/shared/application-filter.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { shownDay } from '../shared/dates.ts';
import { shortName, shownCountry, shownName } from '../shared/describe.ts';
import template from './overview.json' with { type: 'json' };
import {
  ASK_TOOLTIPS,
  fewManagersText,
  OVERVIEW,
  organisationsPosition,
  organisationText,
  overviewSummary,
  TROUBLES,
  weekLabel,
} from './sentences-overview.ts';

const DAY_MS = 86_400_000;
/** Characters of a name in the words that a button carries. */
const NAME_KEPT = 100;

/** What needs somebody, in numbers: each line has a button that leads to it. */
export function overviewCard(outcome: Extract<Outcome, { kind: 'overview' }>): Rendered {
  const { all, weeks, managersAway, deadChannels, deadContacts, organisations, now, zone, page, pages, total } =
    outcome;
  const few = all.noManager + all.oneManager;
  const summary = overviewSummary(all.applications, outcome.named, shownDay(now, zone));
  const most = Math.max(1, ...weeks);
  return fill(template, `${OVERVIEW.title}: ${summary}`, {
    title: OVERVIEW.title,
    summary,
    isWell: all.cannotConnect + all.thisWeek + all.unclaimed + few + managersAway + deadChannels + deadContacts === 0,
    well: OVERVIEW.well,
    lists: [
      listLine('cannotConnect', all.cannotConnect, 'cannot-connect', 'Attention'),
      listLine('thisWeek', all.thisWeek, 'this-week', 'Attention'),
      listLine('unclaimed', all.unclaimed, 'unclaimed', 'Warning'),
    ],
    managers: [{ ...line('fewManagers', few, 'Warning'), text: fewManagersText(all.noManager, all.oneManager) }],
    leavers: [{ ...line('managersAway', managersAway, 'Warning'), ...asking('away') }],
    channels: [line('deadChannels', deadChannels, 'Warning')],
    contacts: [line('deadContacts', deadContacts, 'Warning')],
    weeksTitle: OVERVIEW.weeksTitle,
    weeksText: OVERVIEW.weeksText,
    weeks: weeks.map((count, week) => weekData(count, week, most, shownDay(endOfWeek(now, week), zone))),
    organisationsTitle: OVERVIEW.organisationsTitle,
    organisations: organisations.map(organisationData),
    hasPages: pages > 1,
    position: organisationsPosition(page, pages, total),
    hasPrevious: page > 1,
    previous: page - 1,
    hasNext: page < pages,
    next: page + 1,
  });
}

function line(trouble: keyof typeof TROUBLES, count: number, colour: string): CardData {
  const { label, text, button, tooltip } = TROUBLES[trouble];
  return {
    count: String(count),
    label,
    text,
    button,
    tooltip,
    colour: count === 0 ? 'Good' : colour,
    isSome: count > 0,
  };
}

function listLine(trouble: keyof typeof TROUBLES, count: number, state: ApplicationState, colour: string): CardData {
  return { ...line(trouble, count, colour), filterValue: filterText(true, state), ...asking(state) };
}

/** The button that asks the managers of the line's applications. */
function asking(about: NudgeAbout): CardData {
  return { about, askTooltip: ASK_TOOLTIPS[about] };
}

function endOfWeek(now: Date, week: number): Date {
  return new Date(now.getTime() + (week + 1) * WEEK_DAYS * DAY_MS);
}

/** One bar. It is as long as its share of the longest one. */
function weekData(count: number, week: number, most: number, day: string): CardData {
  const filled = Math.round((100 * count) / most);
  return {
    label: weekLabel(week, day),
    count: String(count),
    style: week === 0 ? 'attention' : week < 3 ? 'warning' : 'good',
    isSome: filled > 0,
    filled,
    hasRest: filled < 100,
    rest: 100 - filled,
  };
}

function organisationData(one: OrganisationTrouble): CardData {
  const { key, name, country, cannotConnect, thisWeek, noManager, oneManager } = one;
  const isNamed = key !== '';
  return {
    name: isNamed ? shownName(name) : OVERVIEW.others,
    country: isNamed ? ` · ${shownCountry(country)}` : '',
    text: organisationText({ ...one, few: noManager + oneManager }),
    colour: cannotConnect + thisWeek > 0 ? 'Attention' : 'Default',
    isNamed,
    shortName: shortName(name),
    filterValue: `${country}-${plainText(name, NAME_KEPT)}`,
  };
}
