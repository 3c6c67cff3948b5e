import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confirmingText, isConfirmedBy } from '../../../../bot/domain/secrets/confirmation.ts';
import { foldedName, isBlank, isNamed } from '../../../../bot/domain/shared/names.ts';
import { namesakesIn } from '../../../../bot/domain/shared/namesakes.ts';
import { findApplication } from '../../../../bot/domain/shared/search.ts';

const NAME = "Partner-NL-O'Brien & Søn-SMC";

describe('a name that a person types', () => {
  it.each([
    NAME,
    'partner-nl-o’brien & søn-smc',
    'Partner–NL–O‘Brien & Søn—SMC',
    `${NAME}.`,
    ` ${NAME}. `,
    `**${NAME}**`,
    `_${NAME}_.`,
    `\`${NAME}\``,
    `“${NAME}”`,
    `> ${NAME}`,
    `${NAME}?`,
    `(${NAME})`,
    `[${NAME}]!`,
    `«${NAME}»，`,
    "Partner-NL-O\u200B'Brien & Søn-SMC",
    "Partner\u2011NL\u2011O'Brien\u00A0& Søn\u2011SMC\uFEFF",
    "Ｐartner-NL-O'Brien  & Søn-SMC",
  ])('is recognised as %j', (typed) => {
    expect(isNamed(typed, NAME)).toBe(true);
    const found = findApplication(typed, [{ clientId: 'a', displayName: NAME }]);
    expect(found.kind).toBe('found');
  });

  it.each(['', ' ', '.', '**', '\u200B', 'Partner-NL-OBrien & Søn-SMC', `${NAME} 2`])(
    'is not recognised as %j',
    (typed) => {
      expect(isNamed(typed, NAME)).toBe(false);
    },
  );

  it('may be copied from a card, which shows no invisible characters', () => {
    expect(isNamed('A B', 'A\u200BB')).toBe(true);
    expect(isNamed('A\u200BB', 'A\u200BB')).toBe(true);
  });

  it('is always recognised when it is copied as it is, unless nothing of it can be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        expect(isNamed(name, name)).toBe(foldedName(name) !== '');
      }),
    );
  });
});

describe('the confirmation that the last live secret may go', () => {
  const clientId = '3f0c8a52-7a0e-4d0b-9a3e-5d0f6f1c2b01';

  it.each(['', ' ', '\u200B\u200D', '\u3164', '\uFE0F', '\u2800', '**'])(
    'asks for the client ID if the name is %j, and no empty field satisfies it',
    (displayName) => {
      const application = { clientId, displayName };
      expect(confirmingText(application)).toBe('client-id');
      for (const typed of ['', ' ', displayName, '.']) expect(isConfirmedBy(typed, application)).toBe(false);
      expect(isConfirmedBy(` ${clientId.toUpperCase()}. `, application)).toBe(true);
    },
  );

  it('asks for the name otherwise', () => {
    const application = { clientId, displayName: NAME };
    expect(confirmingText(application)).toBe('name');
    expect(isConfirmedBy('', application)).toBe(false);
    expect(isConfirmedBy(`“${NAME}.”`, application)).toBe(true);
  });
});

describe('secrets that their names do not tell apart', () => {
  const secret = (keyId: string, name: string) => ({ keyId, name });

  it('are those with names that look alike, and those without a name', () => {
    const long = 'x'.repeat(80);
    const secrets = [
      ...[secret('1', 'Secret by Anna'), secret('2', 'secret by  Anna.'), secret('3', 'Secret by Pieter')],
      ...[secret('4', ''), secret('5', `${long}a`), secret('6', `${long}b`)],
    ];
    expect([...namesakesIn(secrets)].sort()).toEqual(['1', '2', '4', '5', '6']);
  });

  it('do not include a secret that is named twice in the list', () => {
    expect(namesakesIn([secret('1', 'A'), secret('1', 'A')]).size).toBe(0);
  });

  it('include one that has no name, although it is alone', () => {
    expect(isBlank('\u200B')).toBe(true);
    expect(namesakesIn([secret('1', '\u200B')]).has('1')).toBe(true);
  });
});
