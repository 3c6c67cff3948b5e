import { describe, expect, it } from 'vitest';
import { asciiDigits, unwrapped, withoutUnseen } from '../../../../bot/domain/shared/typed.ts';

describe('typed text, for comparing', () => {
  it('has the digits 0 to 9 for those of every script', () => {
    for (let code = 0; code < 0x110000; code += 1) {
      const sign = String.fromCodePoint(code);
      if (/\p{Nd}/u.test(sign)) expect(asciiDigits(sign)).toMatch(/^\d$/);
    }
    const all = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10, 0x1d7ce, 0x1d7d8, 0x1fbf0];
    for (const zero of all) {
      const digits = Array.from({ length: 10 }, (_, i) => String.fromCodePoint(zero + i)).join('');
      expect(asciiDigits(`a${digits}b`)).toBe('a0123456789b');
    }
  });

  it.each([
    ['list.', 'list'],
    ['list!!', 'list'],
    ['هل؟', 'هل'],
    ['“Partner-NL-A”.', 'Partner-NL-A'],
    ['**bold**', 'bold'],
    ['_`code`_,', 'code'],
    ['(a) b', '(a) b'],
    ['-3', '-3'],
    ['...', ''],
    ['a.b', 'a.b'],
    ['', ''],
  ])('%j is compared as %j', (typed, compared) => expect(unwrapped(typed)).toBe(compared));

  it('has no character that cannot be seen', () => {
    expect(withoutUnseen('\u200Bli\u200Dst\uFEFF \u202Ea\u00ADb')).toBe('list ab');
  });
});
