import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../../../../bot/domain/reminders/outages/new-secret.ts';

const START = Date.parse('2026-11-29T10:00:00Z');
const at = (minutes: number) => new Date(START + minutes * 60_000);
const fresh = { keyId: 'fresh', start: at(0) };
const old = { keyId: 'old', start: at(-9_000) };

/** The meaning of an attempt, if the new secret was used last at `used`. */
function meaning(attempt: number, now: number, used?: number) {
  const lastUseOf = (keyId: string) => (keyId === 'fresh' && used !== undefined ? at(used) : undefined);
  return meaningOf({ at: at(attempt) }, [old, fresh], lastUseOf, at(now));
}

describe('an attempt with an unknown secret', () => {
  it('is held shortly after a creation, until the log shows whether the new secret works', () => {
    expect(meaning(1, 2)).toBe('held');
    expect(meaning(1, 5.9)).toBe('held');
    expect(meaning(1, 6)).toBe('counts');
  });

  it('is harmless if the new secret was used since', () => {
    expect(meaning(1, 2, 1.5)).toBe('harmless');
    expect(meaning(1, 60, 30)).toBe('harmless');
    expect(meaning(1, 60, 0.5)).toBe('counts');
  });

  it('counts at once before a creation and three minutes after it', () => {
    expect(meaning(-1, 1)).toBe('counts');
    expect(meaning(3, 4)).toBe('counts');
    expect(meaning(3, 4, 3.5)).toBe('counts');
  });
});
