import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseApplicationName } from '../../../../bot/domain/shared/naming.ts';
import { findApplication, matching } from '../../../../bot/domain/shared/search.ts';
import { APIS } from './apis.ts';

const app = (displayName: string, n: number) => ({ displayName, clientId: `00000000-0000-4000-8000-00000000000${n}` });
const APPS = [
  app('Partner-NL-Matchwell-DM', 1),
  app('Partner-NL-Matchwell-SMC', 2),
  app('PartnerAlternative-NL-Matchwell-SMC', 3),
  app('Partner-DE-Register-Nord-SMC', 4),
];
const names = (found: readonly { displayName: string }[]) => found.map((a) => a.displayName);

describe('naming an application', () => {
  it.each([
    ['Partner-NL-Matchwell-DM', 1],
    ['  partner-nl-matchwell-dm ', 1],
    ['00000000-0000-4000-8000-000000000003', 3],
    ['{00000000-0000-4000-8000-000000000003}', 3],
    ['register nord', 4],
    ['nl dm', 1],
    ['Partner-NL-Matchwell-SMC', 2],
  ])('finds by %j the application number %i', (query, n) => {
    expect(findApplication(query, APPS)).toEqual({ kind: 'found', application: APPS[n - 1] });
  });

  it('asks which one is meant if several fit', () => {
    const result = findApplication('matchwell', APPS);
    expect(result.kind === 'ambiguous' && names(result.candidates)).toHaveLength(3);
    expect(findApplication('', APPS).kind).toBe('ambiguous');
  });

  it('prefers a name that is exactly what was typed to one that differs in its punctuation', () => {
    const apps = [app('Example B.V', 1), app('Example B.V.', 2)];
    expect(findApplication('example b.v.', apps)).toEqual({ kind: 'found', application: apps[1] });
    expect(findApplication('Example B.V?', apps).kind).toBe('ambiguous');
  });

  it('suggests similar names', () => {
    const result = findApplication('Partner-DE-Registr-Nord-SCM', APPS);
    expect(result.kind === 'none' && names(result.suggestions)).toEqual(['Partner-DE-Register-Nord-SMC']);
    expect(findApplication('machwell', APPS).kind).toBe('none');
    expect(findApplication('zzzzzz', APPS)).toEqual({ kind: 'none', suggestions: [] });
  });

  it('finds every application by its name and by its client ID, and never throws', () => {
    const found = APPS.flatMap((a) => [findApplication(a.displayName, APPS), findApplication(a.clientId, APPS)]);
    expect(found.every((r) => r.kind === 'found')).toBe(true);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (query) => void findApplication(query, APPS)));
  });

  it('filters by all words', () => {
    expect(names(matching('nl smc', APPS))).toEqual([
      'Partner-NL-Matchwell-SMC',
      'PartnerAlternative-NL-Matchwell-SMC',
    ]);
    expect(matching('', APPS)).toHaveLength(4);
  });

  it('looks for a word of three letters or less in names alone, because client IDs hold any of them by chance', () => {
    expect(matching('000', APPS)).toEqual([]);
    expect(matching('0004', APPS)).toHaveLength(1);
  });
});

describe('the naming convention', () => {
  it('allows hyphens in organisation names', () => {
    expect(parseApplicationName(APIS, 'Partner-DE-Register-Nord-SMC')).toMatchObject({
      country: 'DE',
      organisation: 'Register-Nord',
      api: { code: 'SMC' },
    });
  });

  it('keeps the dummy to the sandbox of Match-Connect', () => {
    const name = parseApplicationName(APIS, 'PartnerAlternative-NL-X-SMC');
    expect(name).toMatchObject({ environments: ['sandbox'], services: ['Match-Connect'] });
  });

  it.each(['', 'Partner-NLD-X-DM', 'Partner-NL-X-ABC', 'Other-NL-X-DM', 'Partner-NL--DM'])(
    'does not read %j as a name by the convention',
    (name) => {
      expect(parseApplicationName(APIS, name)).toBeUndefined();
    },
  );
});
