import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from '../../../../bot/domain/shared/text.ts';

describe('plainText', () => {
  test.each([
    ['Partner-NL-Matchwell-SMC', 'Partner-NL-Matchwell-SMC'],
    ['two words', 'two words'],
    ['two  words ', 'two words'],
    [' begins with a space', 'begins with a space'],
    ['a\tb\nc', 'a b c'],
    ['a\u202Eb', 'a b'],
    ['', ''],
    [' ', ''],
  ])('makes one line of %j', (text, shown) => {
    expect(plainText(text)).toBe(shown);
  });

  test('cuts what is longer than its limit, and nothing else', () => {
    expect(plainText('abcd', 4)).toBe('abcd');
    expect(plainText('abcde', 4)).toBe('abc…');
    expect(plainText('𝔸𝔸𝔸', 3)).toBe('𝔸𝔸𝔸');
  });

  test('changes nothing in a text that it has made', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = plainText(text);
        expect(plainText(once)).toBe(once);
        expect(once).not.toMatch(/\p{Cc}|\s\s|^\s|\s$/u);
      }),
    );
  });
});
