import type { CheckId } from '../../../../bot/doctor/checks.ts';
import type { Failing } from '../cases.ts';

const ON = { SIGN_IN_REPORT: 'on' };
const read = (ago: string) => [`UPDATE use_report SET read_at = now() - interval '${ago}', newest = now()`];

/** What can be wrong with reading the report of last uses. */
export const LAST_USES = {
  'last-uses': [
    {
      condition: 'the report was not read yet',
      bend: () => ({ env: ON, sql: ['UPDATE use_report SET read_at = NULL'] }),
      status: 'warning',
      detail: /not read as a whole yet/,
      advice: /Start the bot.*AuditLog\.Read\.All/,
    },
    {
      condition: 'the report was last read five hours ago',
      bend: () => ({ env: ON, sql: read('5 hours') }),
      status: 'failure',
      detail: /5 hours ago/,
      advice: /sign-in report not read/,
    },
  ],
} as const satisfies Partial<Record<CheckId, Failing>>;
