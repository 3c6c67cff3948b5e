import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReportBudget } from '../../../../bot/adapters/graph/reports/report-budget.ts';

const never = () => new AbortController().signal;

describe('the budget of requests for reports', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => vi.useRealTimers());
  const create = () => createReportBudget(() => new Date());

  it('gives five in any ten seconds', () => {
    const budget = create();
    const taken = (count: number) => Array.from({ length: count }, () => budget.take());
    expect(taken(3)).toEqual([true, true, true]);
    vi.setSystemTime(Date.now() + 6_000);
    expect(taken(3)).toEqual([true, true, false]);
    vi.setSystemTime(Date.now() + 4_000);
    expect(taken(4)).toEqual([true, true, true, false]);
  });

  it('lets work in the background wait while three were sent in the last ten seconds, no matter by whom', async () => {
    const budget = create();
    await budget.wait(never());
    expect([budget.take(), budget.take()]).toEqual([true, true]);
    let went = false;
    vi.setSystemTime(Date.now() + 9_990);
    const waiting = budget.wait(never()).then(() => {
      went = true;
    });
    await Promise.resolve();
    expect(went).toBe(false);
    vi.setSystemTime(Date.now() + 10);
    await waiting;
    expect(went).toBe(true);
  });

  it('does not go on if the bot stops', async () => {
    await expect(create().wait(AbortSignal.abort())).rejects.toThrow();
  });
});
