import { describe, expect, it } from 'vitest';
import {
  type ApplicationState,
  filterText,
  fitting,
  readFilter,
  type StateFacts,
} from '../../../../bot/domain/shared/application-filter.ts';
import { cannotConnect, connectsUntil } from '../../../../bot/domain/shared/expiry.ts';
import { application, START } from '../../usecases/shared/setting.ts';
import { APIS } from './apis.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(START.getTime() + days * DAY_MS).toISOString();
const FACTS: StateFacts = { apis: APIS, now: START, zone: 'UTC', isClaimed: () => false };

describe('a filter of applications', () => {
  it.each([
    ['', { isAll: false, state: undefined, words: '', country: undefined }],
    ['all', { isAll: true, state: undefined, words: '', country: undefined }],
    ['All.', { isAll: true, words: '' }],
    ['NL', { words: 'nl', country: 'NL' }],
    ['nl smc', { words: 'nl smc', country: 'NL' }],
    ['NL-Matchwell', { words: 'nl-matchwell', country: 'NL' }],
    ['Partner-BE-Elsewhere-SMC', { country: 'BE' }],
    ['PartnerAlternative-BE-Elsewhere-SMC', { country: 'BE' }],
    ['Matchwell', { words: 'matchwell', country: undefined }],
    ['Matchwell DM', { words: 'matchwell dm', country: undefined }],
    ['alliance', { isAll: false, words: 'alliance' }],
    ['cannot connect', { state: 'cannot-connect', words: '' }],
    ['can’t connect', { state: 'cannot-connect', words: '' }],
    ['NL this week', { state: 'this-week', words: 'nl', country: 'NL' }],
    ['unclaimed Matchwell', { state: 'unclaimed', words: 'matchwell' }],
    ['all unclaimed', { isAll: true, state: 'unclaimed', words: '' }],
    ['unclaimedness', { state: undefined, words: 'unclaimedness' }],
  ])('of “%s” is read', (text, expected) => {
    expect(readFilter(text)).toMatchObject(expected);
  });

  it.each<[boolean, ApplicationState | undefined, string]>([
    [true, undefined, ''],
    [true, 'cannot-connect', ''],
    [false, 'this-week', 'nl'],
    [true, 'unclaimed', 'matchwell'],
  ])('is written so that it is read again: all %s, %s, “%s”', (isAll, state, words) => {
    expect(readFilter(filterText(isAll, state, words))).toMatchObject({ isAll, state, words });
  });
});

describe('the state of an application', () => {
  const bare = application('Partner-NL-Bare-DM');
  const dark = application('Partner-NL-Dark-DM', inDays(-3));
  const today = application('Partner-NL-Today-DM', inDays(0.2));
  const week = application('Partner-NL-Week-DM', inDays(7), inDays(-30));
  const three = application('Partner-NL-Three-DM', inDays(21));
  const later = application('Partner-NL-Later-DM', inDays(22), inDays(1));
  const all = [bare, dark, today, week, three, later];
  const named = (text: string, facts = FACTS) =>
    fitting(all, readFilter(text), facts).map(({ displayName }) => displayName.split('-')[2]);

  it('is that it cannot connect, if nothing of it is live', () => {
    expect(named('cannot connect')).toEqual(['Bare', 'Dark']);
  });

  it('is that it stops this week, if its last live secret ends within seven calendar days', () => {
    expect(named('this week')).toEqual(['Today', 'Week']);
  });

  it('is unclaimed, if it stops within three weeks or has stopped, and nobody is on the secret that ends last', () => {
    expect(named('unclaimed')).toEqual(['Bare', 'Dark', 'Today', 'Week', 'Three']);
    const [last, old] = week.secrets;
    const on = (keyId: string | undefined) => ({ ...FACTS, isClaimed: (_: string, key: string) => key === keyId });
    expect(named('unclaimed', on(last?.keyId))).toEqual(['Bare', 'Dark', 'Today', 'Three']);
    expect(named('unclaimed', on(old?.keyId))).toContain('Week');
  });

  it('goes with words', () => {
    expect(named('NL week this week')).toEqual(['Week']);
    expect(named('BE this week')).toEqual([]);
  });

  it('is of a country if an application is of that country, and else of names that hold the letters', () => {
    const some = ['Partner-DE-Nord-DM', 'Partner-NL-Voorbeelde-DM', 'Partner-NL-Kids-DM'].map((name) =>
      application(name),
    );
    const fits = (text: string) => fitting(some, readFilter(text), FACTS).map(({ displayName }) => displayName);
    expect(fits('DE')).toEqual(['Partner-DE-Nord-DM']);
    expect(fits('ki')).toEqual(['Partner-NL-Kids-DM']);
    expect(fits('be')).toEqual(['Partner-NL-Voorbeelde-DM']);
  });
});

describe('until when an application connects', () => {
  const secret = (from: number, to: number) => ({
    keyId: `${from} ${to}`,
    name: '',
    hint: '',
    start: new Date(inDays(from)),
    end: new Date(inDays(to)),
  });
  const app = (...secrets: ReturnType<typeof secret>[]) => ({ clientId: 'c', displayName: 'n', secrets });

  it.each([
    ['its last live secret ends', app(secret(-5, 3), secret(-5, 10)), 10],
    ['the end of one that takes over in time', app(secret(-5, 3), secret(2, 30), secret(29, 60)), 60],
    ['the gap before one that begins too late', app(secret(-5, 3), secret(4, 30)), 3],
  ])('is %s', (_what, one, days) => {
    expect(connectsUntil(one, START)).toEqual(new Date(inDays(days)));
    expect(cannotConnect(one, START)).toBe(false);
  });

  it('is unknown if it cannot connect now', () => {
    for (const one of [app(), app(secret(-5, -1)), app(secret(1, 5))]) {
      expect(connectsUntil(one, START)).toBeUndefined();
      expect(cannotConnect(one, START)).toBe(true);
    }
  });
});
