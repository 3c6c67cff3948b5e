import { describe, expect, it } from 'vitest';
import { mayHaveCreated } from '../../../../bot/domain/secrets/last-live.ts';

const END = new Date('2027-11-24T10:20:30.000Z');
const operation = { secretName: 'Ada, November 2026', secretEnd: END, knownKeyIds: ['known'] };
const secret = {
  keyId: 'new',
  name: 'Ada, November 2026',
  start: new Date('2026-11-24T10:20:30.000Z'),
  end: END,
  hint: 'abc',
};

describe('whether a creation may have made a secret', () => {
  it('is so if the name and the end are the same, to the second, and the secret was not there before', () => {
    expect(mayHaveCreated(operation, secret)).toBe(true);
    expect(mayHaveCreated(operation, { ...secret, end: new Date(END.getTime() + 999) })).toBe(true);
  });

  it.each([
    ['it has another end', { end: new Date(END.getTime() + 1_000) }],
    ['it ends a second earlier', { end: new Date(END.getTime() - 1_000) }],
    ['it has another name', { name: 'Ada' }],
    ['it was known before', { keyId: 'known' }],
  ])('is not so if %s', (_why, over) => {
    expect(mayHaveCreated(operation, { ...secret, ...over })).toBe(false);
  });

  it('is not so while the creation has no end yet', () => {
    expect(mayHaveCreated({ ...operation, secretEnd: undefined }, secret)).toBe(false);
  });
});
