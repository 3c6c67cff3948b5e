import type { Application } from '../shared/application.ts';
import {
  type ApplicationOutlook,
  type ApplicationState,
  outlookOf,
  type StateFacts,
  WEEK_DAYS,
} from '../shared/application-filter.ts';
import { organisationOf } from '../shared/organisation.ts';
import { RECOMMENDED_MANAGERS } from './assignment.ts';

/** The weeks of the bars: as many as lie before the first reminder of a secret. */
export const OVERVIEW_WEEKS = 6;

/** How many applications have each trouble. */
export interface TroubleCounts {
  readonly applications: number;
  readonly cannotConnect: number;
  readonly thisWeek: number;
  readonly unclaimed: number;
  readonly noManager: number;
  readonly oneManager: number;
}

/** The applications of one organisation. */
export interface OrganisationTrouble extends TroubleCounts {
  /** Like `nl/matchwell`; empty for the applications whose names follow no convention. */
  readonly key: string;
  /** Untrusted text; empty if the key is. */
  readonly name: string;
  /** ISO 3166 alpha-2, upper case; empty if the key is. */
  readonly country: string;
}

export interface Overview {
  readonly all: TroubleCounts;
  /** How many applications stop connecting in each week from now, by the secrets that exist now. The first is this week. */
  readonly weeks: readonly number[];
  /** Those with the worst trouble come first. */
  readonly organisations: readonly OrganisationTrouble[];
}

export interface OverviewFacts extends StateFacts {
  /** How many people manage it and are there. */
  readonly managersOf: (clientId: string) => number;
}

/** An application, looked at once: a tenant may have ten thousand. */
interface Looked {
  readonly application: Application;
  readonly outlook: ApplicationOutlook;
  readonly managers: number;
}

/** What administrators have to look after, of all applications that the bot looks after. */
export function overviewOf(applications: readonly Application[], facts: OverviewFacts): Overview {
  const looked = applications.map(
    (application): Looked => ({
      application,
      outlook: outlookOf(application, facts),
      managers: facts.managersOf(application.clientId),
    }),
  );
  const byKey = Map.groupBy(looked, ({ application }) => organisationOf(facts.apis, application)?.key ?? '');
  const organisations = [...byKey].map(([key, own]) => {
    const [first] = own;
    const { name = '', country = '' } =
      (first === undefined ? undefined : organisationOf(facts.apis, first.application)) ?? {};
    return { key, name, country, ...countsOf(own) };
  });
  return { all: countsOf(looked), weeks: weeksOf(looked), organisations: organisations.sort(worstFirst) };
}

function countsOf(looked: readonly Looked[]): TroubleCounts {
  const count = (is: (one: Looked) => boolean) => looked.filter(is).length;
  const inState = (state: ApplicationState) => count(({ outlook }) => outlook.states.includes(state));
  return {
    applications: looked.length,
    cannotConnect: inState('cannot-connect'),
    thisWeek: inState('this-week'),
    unclaimed: inState('unclaimed'),
    noManager: count(({ managers }) => managers === 0),
    oneManager: count(({ managers }) => managers > 0 && managers < RECOMMENDED_MANAGERS),
  };
}

function weeksOf(looked: readonly Looked[]): readonly number[] {
  // The first week is today and seven days more, as in the state `this-week`.
  const weeks = looked.flatMap(({ outlook: { days } }) =>
    days === undefined ? [] : Math.max(0, Math.ceil(days / WEEK_DAYS) - 1),
  );
  return Array.from({ length: OVERVIEW_WEEKS }, (_, week) => weeks.filter((one) => one === week).length);
}

function worstFirst(a: OrganisationTrouble, b: OrganisationTrouble): number {
  return (
    b.cannotConnect - a.cannotConnect ||
    b.thisWeek - a.thisWeek ||
    b.unclaimed - a.unclaimed ||
    b.noManager - a.noManager ||
    b.oneManager - a.oneManager ||
    a.name.localeCompare(b.name, 'en')
  );
}
