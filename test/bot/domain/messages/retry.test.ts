import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttempt } from '../../../../bot/domain/messages/retry.ts';

const NOW = new Date('2026-11-24T08:00:00Z');
const failed = { attempts: 1, createdAt: NOW, maybe: false, afterMs: undefined };
const secondsTo = (at: Date | undefined) => (at === undefined ? undefined : (at.getTime() - NOW.getTime()) / 1000);

describe('the next attempt', () => {
  it('is at the time that the service names, within an hour', () => {
    expect(secondsTo(nextAttempt({ ...failed, afterMs: 7_000 }, NOW, 0.5))).toBe(7);
    expect(secondsTo(nextAttempt({ ...failed, afterMs: 86_400_000 }, NOW, 0.5))).toBe(3600);
  });

  it('comes later and later if the service says "at once" again and again', () => {
    const pauses = [1, 2, 3, 9].map((attempts) => secondsTo(nextAttempt({ ...failed, attempts, afterMs: 0 }, NOW, 0)));
    expect(pauses).toEqual([2, 8, 30, 30]);
  });

  it('comes after growing pauses of up to an hour, which differ between messages', () => {
    const pauses = [1, 2, 3, 4, 20].map((attempts) => secondsTo(nextAttempt({ ...failed, attempts }, NOW, 0)));
    expect(pauses).toEqual([2, 8, 32, 128, 3600]);
    expect(secondsTo(nextAttempt(failed, NOW, 1))).toBe(1);
  });

  it('is always later than now', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, chance) => {
        expect(secondsTo(nextAttempt({ ...failed, attempts }, NOW, chance))).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('comes until a day is over, however often it was tried', () => {
    const createdAt = new Date(NOW.getTime() - 24 * 3_600_000 + 1);
    expect(nextAttempt({ ...failed, createdAt, attempts: 50 }, NOW, 0)).toBeDefined();
  });

  it('does not come after a day if there were three attempts', () => {
    const createdAt = new Date(NOW.getTime() - 24 * 3_600_000);
    expect(nextAttempt({ ...failed, createdAt, attempts: 2 }, NOW, 0)).toBeDefined();
    expect(nextAttempt({ ...failed, createdAt, attempts: 3 }, NOW, 0)).toBeUndefined();
  });

  it('comes a dozen times for a redrawing, with a card of any age', () => {
    expect(nextAttempt({ ...failed, createdAt: undefined, attempts: 11 }, NOW, 0)).toBeDefined();
    expect(nextAttempt({ ...failed, createdAt: undefined, attempts: 12 }, NOW, 0)).toBeUndefined();
  });

  it('does not come for ever if each attempt may have arrived', () => {
    expect(nextAttempt({ ...failed, maybe: true, attempts: 7 }, NOW, 0)).toBeDefined();
    expect(nextAttempt({ ...failed, maybe: true, attempts: 8 }, NOW, 0)).toBeUndefined();
  });
});
