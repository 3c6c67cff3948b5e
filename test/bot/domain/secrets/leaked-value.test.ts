import { randomInt, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueHints } from '../../../../bot/domain/secrets/leaked-value.ts';

/** Made by lot, so that the repository holds no text that looks like a secret. */
function someValue(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~-';
  const part = (length: number) => Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
  return `${part(3)}8Q~${part(34)}`;
}

describe('what is shaped like a value', () => {
  it('is found in the middle of a sentence, and only its beginning is kept', () => {
    const value = `hpJ${someValue().slice(3)}`;
    expect(valueHints(`please use ${value}, thanks`)).toEqual(['hpJ']);
  });

  it('is every value that Entra may make', () => {
    for (const value of Array.from({ length: 500 }, someValue))
      expect(valueHints(`“${value}”`)).toEqual([value.slice(0, 3)]);
  });

  it('is a text without Entra’s mark, too, if it is drawn by lot', () => {
    expect(valueHints(`it is ${'aB3_'.repeat(10)}`)).toEqual(['aB3']);
  });

  it('is no name of an application, no ID and no address', () => {
    for (const text of [
      'Partner-NL-Stichting-Voorbeeld-Organisatie-2-SMC',
      'PartnerAlternative-DE-Klinikum-Nord-Eins-DM',
      randomUUID(),
      'anna.visser@stichting-voorbeeld-organisatie.example',
      'https://teams.microsoft.com/l/app/00000000-0000-0000-0000-000000000000',
      'create a new secret for Matchwell until 2027-04-30',
    ])
      expect(valueHints(text)).toEqual([]);
  });

  it('never comes to more than three characters of the text each', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('', someValue()), (text, value) =>
        valueHints(`${text}${value}`).every((hint) => hint.length === 3),
      ),
    );
  });
});
