import type { Application } from './application.ts';
import { dayNumber } from './calendar.ts';
import { connectsUntil } from './expiry.ts';
import { foldedName } from './names.ts';
import type { Apis } from './naming.ts';
import { organisationOf } from './organisation.ts';
import { matching } from './search.ts';

/**
 * `cannot-connect`: nothing of it is live. `this-week`: it stops connecting within seven days. `unclaimed`: it cannot
 * connect, or stops within three weeks, and nobody has said that they are on it.
 */
export const APPLICATION_STATES = ['cannot-connect', 'this-week', 'unclaimed'] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** Calendar days. */
export const WEEK_DAYS = 7;
const CLAIM_DAYS = 21;
/** So many days ahead, an outlook counts the days of the calendar. */
const EXACT_DAYS = 60;
const DAY_MS = 86_400_000;

/** The words that name a state, as people may type them. The first are what the bot itself writes. */
export const STATE_WORDS: Readonly<Record<ApplicationState, readonly string[]>> = {
  'cannot-connect': ['cannot connect', 'cannot-connect', "can't connect", 'no live secret', 'dark'],
  'this-week': ['this week', 'this-week', 'within a week'],
  unclaimed: ['unclaimed', 'claimed by nobody'],
};

/** Which applications are meant by the words after `list` or `expiring`. */
export interface ApplicationFilter {
  /** The word `all` was said. It means the same as no filter, to a person who sees only their own. */
  readonly isAll: boolean;
  readonly state: ApplicationState | undefined;
  /** Parts of a name or client ID: all of them must fit. */
  readonly words: string;
  /** If the words name one: ISO 3166 alpha-2, upper case. It is one of the words, too. */
  readonly country: string | undefined;
}

/** A country alone or at the beginning of a name, such as `NL`, `NL-Matchwell` or `Partner-NL-Matchwell-SMC`. */
const COUNTRY = /^(?:partner(?:alternative)?-)?([a-z]{2})(?:-|$)/;
/** The APIs of the naming convention that look like a country. */
const API = 'dm';

/** Reads `all`, a state, and words such as a country or an organisation, in any order. */
export function readFilter(text: string): ApplicationFilter {
  const typed = ` ${foldedName(text)} `;
  const said = APPLICATION_STATES.flatMap((state) =>
    STATE_WORDS[state].map((words) => ({ state, words: ` ${words} ` })),
  );
  const found = said.find(({ words }) => typed.includes(words));
  const rest = (found === undefined ? typed : typed.replace(found.words, ' ')).split(' ').filter((word) => word !== '');
  const words = rest.filter((word) => word !== 'all');
  const countries = words.map((word) => COUNTRY.exec(word)?.[1]).filter((code) => code !== undefined && code !== API);
  return {
    isAll: words.length < rest.length,
    state: found?.state,
    words: words.join(' '),
    country: countries[0]?.toUpperCase(),
  };
}

/** What decides whether an application has a state. */
export interface StateFacts {
  readonly apis: Apis;
  readonly now: Date;
  /** IANA name of the zone whose calendar days count. */
  readonly zone: string;
  /** Whether somebody has said that they are on this secret. */
  readonly isClaimed: (clientId: string, keyId: string) => boolean;
}

/** A calendar costs more than all else here, and is asked only about what ends before the longest of all limits. */
function connectsForDays(
  application: Application,
  { now, zone }: Pick<StateFacts, 'now' | 'zone'>,
): number | undefined {
  const until = connectsUntil(application, now);
  if (until === undefined) return undefined;
  const days = Math.floor((until.getTime() - now.getTime()) / DAY_MS);
  return days > EXACT_DAYS ? days : dayNumber(until, zone) - dayNumber(now, zone);
}

/** How long an application connects, and the states that follow from it. */
export interface ApplicationOutlook {
  /** The calendar days until it stops connecting; 0 is today. Undefined if it cannot connect now. Rounded if far away. */
  readonly days: number | undefined;
  readonly states: readonly ApplicationState[];
}

export function outlookOf(application: Application, facts: StateFacts): ApplicationOutlook {
  const days = connectsForDays(application, facts);
  const states: Readonly<Record<ApplicationState, boolean>> = {
    'cannot-connect': days === undefined,
    'this-week': days !== undefined && days <= WEEK_DAYS,
    unclaimed: (days ?? 0) <= CLAIM_DAYS && !isClaimed(application, facts),
  };
  return { days, states: APPLICATION_STATES.filter((state) => states[state]) };
}

/** Whether somebody is on the secret that ends last: without it, or after it, the application cannot connect. */
function isClaimed({ clientId, secrets }: Application, facts: StateFacts): boolean {
  const [last] = secrets.toSorted((a, b) => b.end.getTime() - a.end.getTime());
  return last !== undefined && facts.isClaimed(clientId, last.keyId);
}

/** The applications that fit the words and have the state. If none is of the country, the word was no country. */
export function fitting(
  applications: readonly Application[],
  { words, state, country }: ApplicationFilter,
  facts: StateFacts,
): readonly Application[] {
  const ofCountry =
    country === undefined ? [] : applications.filter((one) => organisationOf(facts.apis, one)?.country === country);
  const named = matching(words, ofCountry.length > 0 ? ofCountry : applications);
  return state === undefined
    ? named
    : named.filter((application) => outlookOf(application, facts).states.includes(state));
}

/** The text that readFilter() reads into these. */
export function filterText(all: boolean, state: ApplicationState | undefined, words = ''): string {
  return [all ? 'all' : '', words, state === undefined ? '' : (STATE_WORDS[state][0] ?? '')]
    .filter((part) => part !== '')
    .join(' ');
}
