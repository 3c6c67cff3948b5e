import type { CheckId } from '../../../../bot/doctor/checks.ts';
import type { Case, Failing } from '../cases.ts';

const ON = { SIGN_IN_LOG: 'on' };
const read = (ago: string) =>
  ['expired', 'unknown', 'disabled'].map(
    (why) => `INSERT INTO log_readings (question, read_from, read_until, read_at)
      VALUES ('refused ${why}', now(), now() - interval '${ago}', now())`,
  );

function logged(
  condition: string,
  sql: readonly string[],
  status: Case['status'],
  detail: RegExp,
  advice: RegExp,
): Case {
  return { condition, bend: () => ({ env: ON, sql }), status, detail, advice };
}

/** What can be wrong with reading the log of sign-ins. */
export const SIGN_IN_LOG = {
  'sign-in-log': [
    logged('the log was not read yet', [], 'warning', /not read yet/, /Start the bot/),
    logged('the log was last read an hour ago', read('60 minutes'), 'failure', /60 minutes|1 hour ago/, /bot’s log/),
    logged(
      'Entra does not let the bot read the log',
      [...read('1 minute'), 'INSERT INTO log_access (id, denied_since, tried_at) VALUES (1, now(), now())'],
      'failure',
      /has not let the bot read it since/,
      /AuditLog\.Read\.All/,
    ),
  ],
} as const satisfies Partial<Record<CheckId, Failing>>;
