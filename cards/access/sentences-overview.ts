import type { NudgeAbout } from '../../bot/domain/messages/outcomes.ts';
import { counted } from '../shared/dates.ts';

type Trouble =
  | 'cannotConnect'
  | 'thisWeek'
  | 'unclaimed'
  | 'fewManagers'
  | 'managersAway'
  | 'deadChannels'
  | 'deadContacts';

export const OVERVIEW = {
  title: 'Overview',
  weeksTitle: 'When applications stop connecting',
  weeksText: 'By the secrets that exist now: a new one moves an application to a later week.',
  organisationsTitle: 'By organisation',
  well: '✔ Nothing needs attention',
  others: 'Names that follow no convention',
} as const;

/** What each line says, what it means, and what its button is called. */
export const TROUBLES: Readonly<Record<Trouble, Readonly<Record<'label' | 'text' | 'button' | 'tooltip', string>>>> = {
  cannotConnect: {
    label: 'Cannot connect now',
    text: 'No secret is live.',
    button: 'Show',
    tooltip: 'Show the applications that cannot connect',
  },
  thisWeek: {
    label: 'Stops connecting this week',
    text: 'The last live secret ends within seven days.',
    button: 'Show',
    tooltip: 'Show the applications that stop connecting this week',
  },
  unclaimed: {
    label: 'Claimed by nobody',
    text: 'Connecting has stopped or stops within three weeks, and nobody has said “I’m on it”.',
    button: 'Show',
    tooltip: 'Show the applications that nobody has claimed',
  },
  fewManagers: {
    label: 'One manager or none',
    text: '',
    button: 'Assign',
    tooltip: 'Show the applications that lack managers, to assign some',
  },
  managersAway: {
    label: 'Managers who left',
    text: 'They have left the directory or their account is disabled. They get nothing and count as nobody.',
    button: 'Show',
    tooltip: 'Show the managers who have left, to remove or replace them',
  },
  deadChannels: {
    label: 'Channels that cannot be reached',
    text: 'Reminders go to the managers in person.',
    button: 'Open',
    tooltip: 'Show the links of channels',
  },
  deadContacts: {
    label: 'Contacts that cannot be reached',
    text: 'The mail service refuses their addresses.',
    button: 'Open',
    tooltip: 'Show the designated contacts',
  },
};

export const ASK_TOOLTIPS: Readonly<Record<NudgeAbout, string>> = {
  'cannot-connect': 'Ask the managers of the applications that cannot connect',
  'this-week': 'Ask the managers of the applications that stop connecting this week',
  unclaimed: 'Ask the managers of the applications that nobody has claimed',
  away: 'Ask the other managers of those who have left',
};

/** `123 applications of 45 organisations · 24 November 2026`. `today` is ready to be shown. */
export function overviewSummary(applications: number, organisations: number, today: string): string {
  return `${counted(applications, 'application')} of ${counted(organisations, 'organisation')} · ${today}`;
}

export function fewManagersText(none: number, one: number): string {
  return `${none} with nobody, ${one} with one person.`;
}

/** `until 1 December`. `day` is ready to be shown; its year is left out, because no week is far away. */
export function weekLabel(week: number, day: string): string {
  return week === 0 ? 'this week' : `until ${day.replace(/ \d{4}$/, '')}`;
}

interface OrganisationCounts {
  readonly applications: number;
  readonly cannotConnect: number;
  readonly thisWeek: number;
  readonly unclaimed: number;
  /** Applications with one manager or none. */
  readonly few: number;
}

/** What is the matter with the applications of an organisation, in one line. */
export function organisationText({
  applications,
  cannotConnect,
  thisWeek,
  unclaimed,
  few,
}: OrganisationCounts): string {
  const troubles = [
    cannotConnect > 0 ? `✖ ${cannotConnect} cannot connect` : '',
    thisWeek > 0 ? `⚠ ${thisWeek} this week` : '',
    unclaimed > 0 ? `⚠ ${unclaimed} unclaimed` : '',
    few > 0 ? `⚠ ${few} ${few === 1 ? 'lacks' : 'lack'} managers` : '',
  ].filter((part) => part !== '');
  return [counted(applications, 'application'), ...(troubles.length === 0 ? ['✔ fine'] : troubles)].join(' · ');
}

export function organisationsPosition(page: number, pages: number, total: number): string {
  return `Page ${page} of ${pages} · ${counted(total, 'organisation')}`;
}
