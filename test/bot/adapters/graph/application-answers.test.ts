import { describe, expect, it } from 'vitest';
import { addedIn, applicationIn, pageIn } from '../../../../bot/adapters/graph/application-answers.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';

const ID = '11111111-2222-4333-8444-555555555555';
const KEY = '66666666-7777-4888-9999-aaaaaaaaaaaa';
const SECRET = {
  keyId: KEY,
  displayName: 'Partner',
  customKeyIdentifier: null,
  hint: 'abc',
  startDateTime: '2026-01-01T00:00:00Z',
  endDateTime: '2027-01-01T00:00:00Z',
};
const CERTIFICATE = {
  keyId: KEY,
  displayName: 'CN=a',
  // A thumbprint, which is no name.
  customKeyIdentifier: 'AAAA',
  usage: 'Verify',
  key: null,
  startDateTime: '2026-01-01T00:00:00Z',
  endDateTime: '2027-01-01T00:00:00Z',
};
const APPLICATION = { appId: ID, displayName: 'A', passwordCredentials: [SECRET] };
/** Values of each kind that JSON has, and that are no text, no list and no object with fields. */
const ODD = [1, true, {}, []];

function withField(object: object, field: string, value: unknown): object {
  return { ...object, [field]: value };
}

describe('an application in an answer of Graph', () => {
  it('is read with its secrets', () => {
    expect(applicationIn({ ...APPLICATION, appId: ID.toUpperCase() }, ID)).toEqual({
      clientId: ID,
      displayName: 'A',
      secrets: [
        { keyId: KEY, name: 'Partner', hint: 'abc', start: new Date('2026-01-01'), end: new Date('2027-01-01') },
      ],
    });
  });

  it.each(['displayName', 'hint', 'startDateTime', 'customKeyIdentifier'])('may have a secret without %s', (field) => {
    for (const missing of [null, undefined]) {
      const found = applicationIn(
        withField(APPLICATION, 'passwordCredentials', [withField(SECRET, field, missing)]),
        ID,
      );
      expect(found?.secrets).toHaveLength(1);
    }
  });

  it('has certificates if they were asked for: each once, by their ids, and never their keys', () => {
    const bare = { ...CERTIFICATE, keyId: ID, displayName: null, customKeyIdentifier: null };
    const all = [CERTIFICATE, { ...CERTIFICATE, usage: 'Sign' }, bare];
    const answer = { ...APPLICATION, keyCredentials: all };
    const life = { start: new Date('2026-01-01'), end: new Date('2027-01-01') };
    expect(pageIn({ value: [answer] }).applications[0]?.certificates).toEqual([
      { keyId: KEY, name: 'CN=a', ...life, thumbprint: 'AAAA' },
      { keyId: ID, name: '', ...life },
    ]);
    expect(pageIn({ value: [APPLICATION] }).applications[0]).not.toHaveProperty('certificates');
  });

  it.each([
    { endDateTime: null },
    { keyId: null },
    { keyId: 'x' },
    { displayName: 1 },
    { startDateTime: 'x' },
    { endDateTime: 'x' },
    { customKeyIdentifier: 1 },
  ])('leaves out a certificate of which nothing can be said, counts it, and is believed: %j', (over) => {
    const keyCredentials = [
      { ...CERTIFICATE, ...over },
      { ...CERTIFICATE, keyId: ID },
    ];
    const found = applicationIn({ ...APPLICATION, keyCredentials }, ID);
    expect(found).toMatchObject({ certificates: [{ keyId: ID }], unreadable: 1 });
    expect(pageIn({ value: [APPLICATION, { ...APPLICATION, keyCredentials }] }).applications).toHaveLength(2);
  });

  it('is not believed if its certificates are no list', () => {
    expect(() => applicationIn({ ...APPLICATION, keyCredentials: 'x' }, ID)).toThrow(DirectoryFault);
  });

  it('has the APIs of whose application permissions it asks, each once, in lower case, and not those for people', () => {
    const ask = (resourceAppId: string, ...types: readonly string[]) => ({
      resourceAppId,
      resourceAccess: types.map((type) => ({ id: KEY, type })),
    });
    const all = [
      ask(KEY.toUpperCase(), 'Scope', 'Role'),
      ask(KEY, 'Role'),
      ask(ID, 'Scope'),
      ask('odd', 'Role'),
      ask(ID),
    ];
    const read = (requiredResourceAccess: unknown) => applicationIn({ ...APPLICATION, requiredResourceAccess }, ID);
    expect(read(all)?.resources).toEqual([KEY]);
    expect(read([])?.resources).toEqual([]);
    expect(read(null)).not.toHaveProperty('resources');
    expect(applicationIn(APPLICATION, ID)).not.toHaveProperty('resources');
  });

  it.each([['x'], [{}], [[1]], [[{}]], [[{ resourceAppId: KEY }]]])('has no known APIs if it asks for %j', (odd) => {
    const read = applicationIn({ ...APPLICATION, requiredResourceAccess: odd }, ID);
    expect(read).toEqual(applicationIn(APPLICATION, ID));
  });

  it.each([
    { resourceAppId: 1, resourceAccess: [] },
    { resourceAppId: KEY, resourceAccess: {} },
    { resourceAppId: KEY, resourceAccess: [{ id: KEY }] },
    { resourceAppId: KEY, resourceAccess: [{ id: KEY, type: 1 }] },
  ])('has no known APIs, as if they were not read, if one of its permissions is %j', (odd) => {
    const { applications } = pageIn({ value: [{ ...APPLICATION, requiredResourceAccess: [odd] }] });
    expect(applications).toEqual([applicationIn(APPLICATION, ID)]);
  });

  it.each(Object.keys(SECRET))('is not believed if %s of a secret has another type', (field) => {
    for (const odd of ODD) {
      const answer = withField(APPLICATION, 'passwordCredentials', [SECRET, withField(SECRET, field, odd)]);
      expect(() => applicationIn(answer, ID)).toThrow(DirectoryFault);
      expect(() => pageIn({ value: [APPLICATION, answer] })).toThrow(DirectoryFault);
    }
  });

  it.each([
    ['appId', [null, undefined, '', 'x', ...ODD]],
    ['displayName', ODD],
    ['passwordCredentials', [null, undefined, 'x', 1, {}, [null], ['x'], [1], [[]]]],
  ] as const)('is not believed if its %s has another type', (field, odds) => {
    for (const odd of odds) {
      const answer = withField(APPLICATION, field, odd);
      expect(() => applicationIn(answer, ID)).toThrow(DirectoryFault);
      expect(() => pageIn({ value: [answer] })).toThrow(DirectoryFault);
    }
  });
});

describe('a page in an answer of Graph', () => {
  it('has the address of the next one, if there is one', () => {
    expect(pageIn({ value: [APPLICATION], '@odata.nextLink': 'https://graph.test/2' })).toMatchObject({
      applications: [{ clientId: ID }],
      next: 'https://graph.test/2',
    });
    for (const none of [null, undefined]) expect(pageIn({ value: [], '@odata.nextLink': none }).next).toBeUndefined();
  });

  it.each([
    ['the answer is no object', [null, undefined, 'x', 1, []]],
    ['it has no list', [{}, { value: null }, { value: {} }, { value: 'x' }]],
    ['one of the list is no object', [{ value: [null] }, { value: ['x'] }, { value: [[]] }]],
    ['the address of the next one is no text', ['', ...ODD].map((next) => ({ value: [], '@odata.nextLink': next }))],
  ])('is not believed if %s', (_what, answers) => {
    for (const answer of answers) expect(() => pageIn(answer)).toThrow(DirectoryFault);
  });
});

describe('a secret that was added, in an answer of Graph', () => {
  it('comes with its value', () => {
    expect(addedIn({ ...SECRET, secretText: 'invented' })).toMatchObject({ secret: { keyId: KEY }, value: 'invented' });
  });

  it.each([
    ['it has no value', [SECRET, ...['', null, ...ODD].map((secretText) => ({ ...SECRET, secretText }))]],
    ['it has no id', [{ ...SECRET, secretText: 'invented', keyId: null }]],
    ['it has no end', [{ ...SECRET, secretText: 'invented', endDateTime: null }]],
    ['it is no object', [null, 'x', []]],
  ])('leaves open whether it exists if %s', (_what, answers) => {
    for (const answer of answers)
      expect(() => addedIn(answer)).toThrow(expect.objectContaining({ problem: 'unexpected', ambiguous: true }));
  });
});
