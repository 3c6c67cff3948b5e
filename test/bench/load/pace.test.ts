import { describe, expect, it } from 'vitest';
import { paced } from './pace.ts';

/** Time passes only while the pace pauses. */
function testClock() {
  const clock = { now: 0 };
  const pause = async (ms: number) => {
    clock.now += ms;
  };
  return { clock, options: { now: () => clock.now, pause } };
}

describe('turns at a fixed rate', () => {
  it('begin when they are due, whether those before are answered or not', async () => {
    const { clock, options } = testClock();
    const begun: number[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const result = await paced({ rate: 100, seconds: 2, ...options }, () => {
      begun.push(clock.now);
      if (begun.length === 200) resolve();
      return promise;
    });
    expect(begun).toHaveLength(200);
    expect(begun.filter((at) => at < 1_000).length).toBeGreaterThanOrEqual(99);
    expect(begun.filter((at) => at < 1_000).length).toBeLessThanOrEqual(101);
    expect(result.times).toHaveLength(200);
    expect(Math.max(...result.times)).toBeGreaterThan(1_900);
  });

  it('count from when they were due, also if nobody was free to begin them', async () => {
    const { clock, options } = testClock();
    const { times } = await paced({ rate: 100, seconds: 1, ...options }, () =>
      clock.now < 500 ? undefined : Promise.resolve(),
    );
    expect(times).toHaveLength(100);
    expect(Math.max(...times)).toBeGreaterThanOrEqual(500);
  });

  it('are counted as errors if they fail, and do not end the others', async () => {
    const { options } = testClock();
    let turn = 0;
    const { times, errors } = await paced({ rate: 10, seconds: 1, ...options }, async () => {
      turn += 1;
      if (turn % 5 === 0) throw new Error('refused');
    });
    expect(times).toHaveLength(8);
    expect(errors).toEqual(['refused', 'refused']);
  });
});
