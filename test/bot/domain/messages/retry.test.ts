import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttempt } from '../../../../bot/domain/messages/retry.ts';

const NOW = new Date('2026-11-24T08:00:00Z');
const failed = { attempts: 1, createdAt: NOW, maybe: false, afterMs: undefined };
const secondsTo = (at: Date | undefined) => (at === undefined ? undefined : (at.getTime() - NOW.getTime()) / 1000);

describe('after a failed attempt', () => {
  it('the service’s own word on when to come back counts, up to an hour', () => {
    expect(secondsTo(nextAttempt({ ...failed, afterMs: 7_000 }, NOW, 0.5))).toBe(7);
    expect(secondsTo(nextAttempt({ ...failed, afterMs: 86_400_000 }, NOW, 0.5))).toBe(3600);
  });

  it('a service that says "at once" again and again is asked more and more rarely', () => {
    const pauses = [1, 2, 3, 9].map((attempts) => secondsTo(nextAttempt({ ...failed, attempts, afterMs: 0 }, NOW, 0)));
    expect(pauses).toEqual([2, 8, 30, 30]);
  });

  it('the pauses grow, up to an hour, and differ from one message to the next', () => {
    const pauses = [1, 2, 3, 4, 20].map((attempts) => secondsTo(nextAttempt({ ...failed, attempts }, NOW, 0)));
    expect(pauses).toEqual([2, 8, 32, 128, 3600]);
    expect(secondsTo(nextAttempt(failed, NOW, 1))).toBe(1);
  });

  it('it comes back later than now after every kind of failure', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, chance) => {
        expect(secondsTo(nextAttempt({ ...failed, attempts }, NOW, chance))).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('a day is enough, but not before the third attempt', () => {
    const createdAt = new Date(NOW.getTime() - 24 * 3_600_000);
    expect(nextAttempt({ ...failed, createdAt, attempts: 2 }, NOW, 0)).toBeDefined();
    expect(nextAttempt({ ...failed, createdAt, attempts: 3 }, NOW, 0)).toBeUndefined();
  });

  it('redrawing is tried a dozen times, however old the card is', () => {
    expect(nextAttempt({ ...failed, createdAt: undefined, attempts: 11 }, NOW, 0)).toBeDefined();
    expect(nextAttempt({ ...failed, createdAt: undefined, attempts: 12 }, NOW, 0)).toBeUndefined();
  });

  it('what may have arrived each time is not repeated for ever', () => {
    expect(nextAttempt({ ...failed, maybe: true, attempts: 7 }, NOW, 0)).toBeDefined();
    expect(nextAttempt({ ...failed, maybe: true, attempts: 8 }, NOW, 0)).toBeUndefined();
  });
});
