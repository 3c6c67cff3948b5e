import { describe, expect, it } from 'vitest';
import { type AwayHow, awayDoubt, type LookedAt, planAway, presentOf } from '../../../../bot/domain/access/away.ts';
import type { PersonStatus } from '../../../../bot/domain/access/directory-person.ts';

const TID = 'bbbbbbbb-cccc-dddd-eeee-ffffffffffff';
const person = (name: string) => ({ tid: TID, oid: name, name });
const known = { ...person('x'), address: '', guest: false };

const SAYS = {
  enabled: { status: 'here', person: known, enabled: true },
  here: { status: 'here', person: known },
  disabled: { status: 'disabled', person: known },
  left: { status: 'left', person: undefined },
  nothing: { status: 'unknown', person: undefined },
} as const satisfies Record<string, PersonStatus>;

const looked = (name: string, status: PersonStatus, before?: AwayHow): LookedAt => ({
  person: person(name),
  known: before,
  status,
});

/** What a look comes to for somebody who was away in this way, or was there. */
function comesTo(before: AwayHow | undefined, says: keyof typeof SAYS): string {
  const { away, back } = planAway([looked('a', SAYS[says], before)]);
  return away[0]?.how ?? (back.length > 0 ? 'back' : 'same');
}

describe('a look at a manager', () => {
  it.each<[AwayHow | undefined, keyof typeof SAYS, string]>([
    [undefined, 'enabled', 'same'],
    [undefined, 'here', 'same'],
    [undefined, 'nothing', 'same'],
    [undefined, 'left', 'left'],
    [undefined, 'disabled', 'disabled'],
    ['left', 'left', 'same'],
    ['left', 'nothing', 'same'],
    ['left', 'disabled', 'disabled'],
    ['left', 'enabled', 'back'],
    ['left', 'here', 'back'],
    ['disabled', 'disabled', 'same'],
    ['disabled', 'nothing', 'same'],
    ['disabled', 'left', 'left'],
    ['disabled', 'enabled', 'back'],
  ])('who was %s and of whom the directory says “%s” comes to “%s”', (before, says, result) => {
    expect(comesTo(before, says)).toBe(result);
  });

  it('does not bring somebody with a disabled account back while the state of accounts may not be read', () => {
    expect(comesTo('disabled', 'here')).toBe('same');
  });
});

describe('a look at all managers', () => {
  const look = (away: number, there: number, before = 0) =>
    awayDoubt(
      planAway([
        ...Array.from({ length: away }, (_, n) => looked(`away ${n}`, n % 2 === 0 ? SAYS.left : SAYS.disabled)),
        ...Array.from({ length: there }, (_, n) => looked(`there ${n}`, SAYS.enabled)),
        ...Array.from({ length: before }, (_, n) => looked(`before ${n}`, SAYS.left, 'left')),
      ]),
    );

  it('is doubted if more than a quarter of those who were there would be away', () => {
    expect(look(26, 74)).toEqual({ news: 26, there: 100 });
    expect(look(25, 75)).toBeUndefined();
  });

  it('is believed for a few, however few managers there are', () => {
    expect(look(5, 0)).toBeUndefined();
    expect(look(6, 0)).toEqual({ news: 6, there: 6 });
  });

  it('does not count those who were away before', () => {
    expect(look(6, 19, 300)).toBeUndefined();
    expect(look(6, 17, 300)).toEqual({ news: 6, there: 23 });
  });
});

describe('those who are there', () => {
  it('are the managers without a mark', () => {
    const away = { how: 'left', since: new Date(0) } as const;
    expect(presentOf([{ id: 1 }, { id: 2, away }, { id: 3, away: undefined }].map((one) => one))).toMatchObject([
      { id: 1 },
      { id: 3 },
    ]);
  });
});
