import { type Case, type Failing, inSql } from './cases.ts';

/** What can be wrong with the work that is to be done, and with whom it concerns. */
export const LEDGER = {
  schedule: [
    inSql(
      'a task is gone',
      ["DELETE FROM pgboss.schedule WHERE name = 'tell'"],
      'failure',
      /Not registered: tell/,
      /Start/,
    ),
    inSql('there is no queue', ['DROP SCHEMA pgboss CASCADE'], 'failure', /never set up/, /Start the bot/),
    {
      when: 'it is for another time of day',
      bend: () => ({ env: { REMINDER_TIME: '09:30' } }),
      status: 'warning',
      detail: /another time/,
      advice: /REMINDER_TIME/,
    },
  ],
  queue: [
    jobs('nobody works', "'created'", 'failure', /Waiting for long: sweep/, /Start the bot/),
    jobs('a task has failed for good', "'failed'", 'failure', /Given up in the last minutes: sweep/, /log/),
    inSql(
      'a task has failed, and is tried again',
      [aJob("'retry'", "now() + interval '1 minute'")],
      'warning',
      /tried again: sweep/,
      /log/,
    ),
  ],
  sweep: [
    inSql(
      'the last good one is older than 26 hours',
      ["UPDATE sweeps SET finished_at = now() - interval '27 hours'"],
      'failure',
      /None has completed for 27 hours/,
      /--dry-run/,
    ),
    inSql('there was none', ['DELETE FROM sweeps'], 'warning', /none yet/, /08:00 UTC/),
    inSql('none has completed', ["UPDATE sweeps SET result = 'failed'"], 'failure', /None has completed yet/, /log/),
    inSql(
      'the last one is suspicious',
      [
        `INSERT INTO sweeps (started_at, finished_at, applications, secrets, due, digests, result, failures)
         VALUES (now(), now(), 0, 0, 0, 0, 'suspicious', 1)`,
      ],
      'warning',
      /was suspicious/,
      /sweep accept/,
    ),
  ],
  channels: [
    inSql(
      'one is dead',
      ["UPDATE links SET dead_since = now() WHERE scope_kind = 'organisation'"],
      'warning',
      /1 link of 2 dead:\nMatchwell \(NL\) in Partners, API credentials/,
      /Add the app/,
    ),
  ],
  'admin-channel': [
    inSql('none is linked', ["DELETE FROM links WHERE scope_kind = 'administrators'"], 'warning', /None/, /link admin/),
    inSql('it is dead', ['UPDATE links SET dead_since = now()'], 'warning', /cannot be reached/, /link admin/),
  ],
  administrators: [
    inSql('none is known', ['DELETE FROM administrators'], 'warning', /has met none/, /Credentials\.Admin/),
  ],
  'managers-met': [
    inSql(
      'one was never met',
      ['DELETE FROM acquaintances', 'DELETE FROM personal_chats'],
      'warning',
      /1 of 1 manager not, by object id:\n0a000000-/,
      /Setup policies/,
    ),
  ],
  managed: [
    inSql(
      'an application has no manager',
      ["DELETE FROM assignments WHERE client_id = 'c75e9d81-d19e-4acb-a3ad-74a952a42a5e'"],
      'warning',
      /1 of 12 applications have no manager:\nPartner-NL-Matchwell-DM/,
      /assign/,
    ),
  ],
  outbox: [
    inSql(
      'a message is tried in vain',
      [
        `INSERT INTO outbox (id, recipient_key, recipient, content, at, due_at, attempts)
         VALUES ('m', 'k', '{}', '{}', now() - interval '3 hours', now(), 4)`,
      ],
      'warning',
      /1 message tried in vain so far, the oldest for 3 hours/,
      /undelivered/,
    ),
    inSql(
      'a digest was given up',
      [
        `INSERT INTO digests (id, destination_key, destination, created_at, as_of, state, dead_since, code)
         VALUES ('d', 'k', '{"kind": "channel", "conversationId": "19:x"}', now(), now(), 'dead', now(), 'Gone')`,
      ],
      'warning',
      /1 digest of reminders given up/,
      /undelivered/,
    ),
  ],
} satisfies Readonly<Record<string, Failing>>;

function jobs(when: string, state: string, status: Case['status'], detail: RegExp, advice: RegExp): Case {
  return inSql(when, [aJob(state, "now() - interval '1 hour'")], status, detail, advice);
}

function aJob(state: string, startAfter: string): string {
  return `INSERT INTO pgboss.job (name, state, start_after, policy) VALUES ('sweep', ${state}, ${startAfter}, 'short')`;
}
