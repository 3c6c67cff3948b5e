import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FilePlan, meantApplications, planFile } from '../../../../bot/domain/access/assignment-file.ts';

const app = (name: string) => ({ clientId: `id-${name.toLowerCase()}`, displayName: name });
const who = (oid: string) => ({ tid: 't', oid, name: oid.toUpperCase() });
const [X, Y, Z] = [app('X'), app('Y'), app('Z')];
const PEOPLE = ['ada', 'ben', 'cem', 'dora'];

/** `lines` are like `ada X`, from line 2 on; `-` means no person. `standing` has the same form. */
function plan(lines: readonly string[], standing: readonly string[] = []): FilePlan {
  const rows = lines.map((line, i) => {
    const [person = '', application = ''] = line.split(' ');
    return { line: i + 2, person: person === '-' ? '' : person, application };
  });
  const words = rows.map(({ application }) => application);
  return planFile({
    rows,
    people: new Map(PEOPLE.map((one) => [one, who(one)])),
    applications: meantApplications(words, [X, Y, Z]),
    currentManagers: standing.map((pair) => {
      const [person = '', application = ''] = pair.split(' ');
      return { clientId: app(application).clientId, person: who(person) };
    }),
  });
}

const pairs = (some: FilePlan['added']) =>
  some.map(({ person, application }) => `${person.oid} ${application.displayName}`);

function summary(of: FilePlan) {
  return {
    added: pairs(of.added),
    removed: pairs(of.removed),
    unchanged: pairs(of.unchanged),
    spared: pairs(of.spared),
    unknown: of.unknown.map(({ line, what }) => `${line} ${what}`),
    short: of.short.map(({ application, managers }) => `${application.displayName} ${managers}`),
  };
}

const NOTHING = { added: [], removed: [], unchanged: [], spared: [], unknown: [], short: [] };

describe('a file of assignments', () => {
  it('lists all managers of each application it names, and leaves the others alone', () => {
    const result = plan(['ada X', 'ben X', 'ada Y', 'cem Y'], ['ben X', 'cem X', 'dora Z']);
    expect(summary(result)).toEqual({
      ...NOTHING,
      added: ['ada X', 'ada Y', 'cem Y'],
      removed: ['cem X'],
      unchanged: ['ben X'],
    });
  });

  it('means by a line without a person that the application gets no manager', () => {
    const result = plan(['- X'], ['ada X', 'ben X', 'ada Y']);
    expect(summary(result)).toEqual({ ...NOTHING, removed: ['ada X', 'ben X'], short: ['X 0'] });
  });

  it('means the same if a line is there twice', () => {
    expect(summary(plan(['ada X', 'ada X', 'ada id-x', 'ben X'], ['ben X']))).toEqual({
      ...NOTHING,
      added: ['ada X'],
      unchanged: ['ben X'],
    });
  });

  it('warns of applications with one manager or none, changed or not', () => {
    expect(summary(plan(['ada X', 'ada Y', 'ben Y', 'cem Z'], ['ada X', 'cem Z'])).short).toEqual(['X 1', 'Z 1']);
  });

  it('removes nobody from an application if one of its lines has an unknown person', () => {
    const result = plan(['ada X', 'bne X', 'ada Y', 'cem Y'], ['ben X', 'ben Y']);
    expect(summary(result)).toEqual({
      ...NOTHING,
      added: ['ada X', 'ada Y', 'cem Y'],
      removed: ['ben Y'],
      spared: ['ben X'],
      unknown: ['3 person'],
    });
    expect(result.spared[0]?.line).toBe(3);
    expect(result.unknown[0]?.words).toBe('bne');
  });

  it('removes nobody who is in a line with an unknown application', () => {
    const result = plan(['ada X', 'ben XX'], ['ben X', 'cem X']);
    expect(summary(result)).toMatchObject({ spared: ['ben X'], removed: ['cem X'], unknown: ['3 application'] });
  });

  it('reports both words of a line if both are unknown', () => {
    expect(summary(plan(['bne XX']))).toEqual({ ...NOTHING, unknown: ['2 person', '2 application'] });
  });

  it('ignores a line without a person if another line of the application has one', () => {
    const result = plan(['ada X', '- X'], ['ben X']);
    expect(summary(result)).toEqual({ ...NOTHING, added: ['ada X'], spared: ['ben X'], unknown: ['3 nobody'] });
  });
});

describe('the plan of any file', () => {
  const line = fc
    .tuple(fc.constantFrom('-', 'ada', 'ben', 'cem', 'typo'), fc.constantFrom('X', 'id-y', 'Z', 'typo'))
    .map((words) => words.join(' '));
  const stands = fc
    .tuple(fc.constantFrom('ada', 'ben', 'dora'), fc.constantFrom('X', 'Y', 'Z'))
    .map((words) => words.join(' '));
  const given = fc.tuple(fc.array(line, { maxLength: 8 }), fc.uniqueArray(stands));

  it('has nothing to change after it was carried out', () => {
    fc.assert(
      fc.property(given, ([lines, standing]) => {
        const first = summary(plan(lines, standing));
        const gone = new Set(first.removed);
        const after = [...standing.filter((pair) => !gone.has(pair)), ...first.added];
        expect(summary(plan(lines, after))).toMatchObject({ added: [], removed: [], spared: first.spared });
      }),
    );
  });

  it('changes no application that the file does not name, and accounts for each pair once', () => {
    fc.assert(
      fc.property(given, ([lines, standing]) => {
        const { added, removed, unchanged, spared } = summary(plan(lines, standing));
        const named = new Set(lines.map((text) => (text.split(' ')[1] === 'id-y' ? 'Y' : text.split(' ')[1])));
        const all = [...added, ...removed, ...unchanged, ...spared];
        expect(new Set(all).size).toBe(all.length);
        expect(all.every((pair) => named.has(pair.split(' ')[1]))).toBe(true);
        const touched = standing.filter((pair) => named.has(pair.split(' ')[1]));
        expect([...removed, ...unchanged, ...spared].sort()).toEqual(touched.sort());
      }),
    );
  });
});

describe('the words for an application', () => {
  const twins = [app('Partner-NL-A-DM'), { clientId: 'other', displayName: 'partner-nl-a-dm' }, app('B')];

  it.each([
    ['b', 'id-b'],
    [' {ID-B} ', 'id-b'],
    ['other', 'other'],
  ])('mean by %j the application %s', (words, clientId) => {
    expect(meantApplications([words], twins).get(words)?.clientId).toBe(clientId);
  });

  it.each(['Partner-NL-A-DM', 'Partner-NL', '', 'id-'])(
    'mean nothing by %j, which fits several applications or only a part',
    (words) => {
      expect(meantApplications([words], twins).size).toBe(0);
    },
  );
});
