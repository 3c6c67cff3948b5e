import { type Check, failure, pass } from '../check.ts';

export const settings: Check = {
  title: 'Settings',
  early: async ({ gaps }) =>
    gaps.length === 0
      ? pass('Complete, and they fit together.')
      : failure(gaps.join('\n'), 'Set these in the environment or in .env; README.md has the table of settings.'),
};
