import { describe, expect, it } from 'vitest';
import { sweepDoubt, sweepResult } from '../../../../bot/domain/reminders/sweep.ts';

const BEFORE = { applications: 10, secrets: 30 };

describe('the numbers of a sweep', () => {
  it.each([
    ['nothing was read before', { applications: 1, secrets: 0 }, undefined, undefined],
    ['half of the applications is left', { applications: 5, secrets: 30 }, BEFORE, undefined],
    ['half of the secrets is left', { applications: 10, secrets: 15 }, BEFORE, undefined],
    ['two secrets are gone', { applications: 1, secrets: 0 }, { applications: 1, secrets: 2 }, undefined],
    ['there is more', { applications: 20, secrets: 60 }, BEFORE, undefined],
    ['fewer applications are left', { applications: 4, secrets: 30 }, BEFORE, 'applications'],
    ['fewer secrets are left', { applications: 10, secrets: 14 }, BEFORE, 'secrets'],
    ['all of three secrets are gone', { applications: 1, secrets: 0 }, { applications: 1, secrets: 3 }, 'secrets'],
    ['no application is left', { applications: 0, secrets: 0 }, undefined, 'applications'],
  ])('look right or wrong if %s', (_what, read, before, of) => {
    expect(sweepDoubt(read, before)?.of).toBe(of);
    expect(sweepResult(read, sweepDoubt(read, before), false)).toBe(of === undefined ? 'completed' : 'suspicious');
  });

  it('can be accepted by an administrator, unless no application was read', () => {
    const few = { applications: 10, secrets: 0 };
    expect(sweepResult(few, sweepDoubt(few, BEFORE), true)).toBe('completed');
    const none = { applications: 0, secrets: 0 };
    expect(sweepResult(none, sweepDoubt(none, BEFORE), true)).toBe('suspicious');
  });
});
