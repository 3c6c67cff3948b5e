import { describe, expect, it } from 'vitest';
import { median, percentile, rounded } from './statistics.ts';

describe('median', () => {
  it('is the value in the middle, in any order', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it('is the mean of the two in the middle if their number is even', () => {
    expect(median([4, 1, 2, 9])).toBe(3);
  });

  it('is not a number if there are no values', () => {
    expect(median([])).toBeNaN();
  });
});

describe('percentile', () => {
  it('is a value that the share of all values does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([0, 0.5, 0.95, 1].map((share) => percentile(hundred, share))).toEqual([1, 50, 95, 100]);
  });

  it('is the value itself if there is one', () => {
    expect(percentile([7], 0.95)).toBe(7);
  });
});

describe('rounded', () => {
  it('keeps about two digits', () => {
    expect([0.204, 4.44, 83.4, 1234].map(rounded)).toEqual(['0.20', '4.4', '83', '1234']);
  });

  it('shows a dash for what was not measured', () => {
    expect(rounded(Number.NaN)).toBe('–');
  });
});
