import { describe, expect, it } from 'vitest';
import { manyUnexpected, REMOVE_ELSEWHERE } from '../../../cards/secrets/sentences-unexpected.ts';

const COUNTS = { applications: 40, credentials: 61 };

describe('the words about credentials that were added outside this app', () => {
  it.each([
    [0, /their managers have been asked\.$/i],
    [3, /their managers have been asked\. nobody manages 3 of these applications/i],
    [40, /these applications have no managers, so only administrators can answer\.$/i],
    [undefined, /if these applications have managers, they have been asked\.$/i],
  ])(
    'say that managers have been asked only if there are some: %s of 40 applications have none',
    (unmanaged, words) => {
      const text = manyUnexpected(unmanaged === undefined ? COUNTS : { ...COUNTS, unmanaged });
      expect(text).toMatch(words);
      if (unmanaged === 40) expect(text).not.toMatch(/asked/);
    },
  );

  it('promise no question to managers if a secret belongs to an application that may have none', () => {
    expect(REMOVE_ELSEWHERE.notManaged).toMatch(/^If the application has credential managers,/);
  });
});
