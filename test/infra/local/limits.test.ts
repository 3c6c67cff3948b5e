import { expect, test } from 'vitest';
import { createLimits } from '../../../infra/local/teams/limits.ts';

test.each([
  [7, 1000],
  [8, 2000],
  [60, 30_000],
  [1800, 3_600_000],
])(
  'no more than %i requests pass within %i ms, and the next one passes when the first is that old',
  (count, withinMs) => {
    const limits = createLimits();
    const step = Math.floor(withinMs / (count + 1));
    const waits = Array.from({ length: count }, (_, i) => limits.send('c', i * step));
    expect(waits.filter((wait) => wait !== undefined)).toEqual([]);
    expect(limits.send('c', withinMs - 1)).toBeGreaterThan(0);
    expect(limits.send('c', withinMs)).toBeUndefined();
  },
);

test('no more than 50 requests of the app pass in a second, in all conversations together', () => {
  const limits = createLimits();
  for (let i = 0; i < 50; i += 1) expect(limits.request(i)).toBeUndefined();
  expect(limits.request(60)).toBe(940);
  expect(limits.request(1000)).toBeUndefined();
});
