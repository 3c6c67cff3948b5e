import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { type Failing, inSql } from '../cases.ts';

/** Adds a confirmed contact; since when it cannot be reached is still to be said. */
const CONTACT = `INSERT INTO contacts (id, organisation, organisation_name, address, address_key, state, added_by, since,
  unreachable_since) VALUES ('c', 'nl/matchwell', 'Matchwell (NL)', 'desk@example.org', 'desk@example.org', 'confirmed',
  '{}', now(),`;

/** What can be wrong with the reminders and the messages that carry them. */
export const REMINDERS = {
  schedule: [
    inSql(
      'a task is not registered',
      ["DELETE FROM pgboss.schedule WHERE name = 'send-outbox'"],
      'failure',
      /Not registered: send-outbox/,
      /Start/,
    ),
    inSql('the job queue was never set up', ['DROP SCHEMA pgboss CASCADE'], 'failure', /never set up/, /Start the bot/),
    {
      condition: 'the daily sweep is registered for another time of day',
      bend: () => ({ env: { REMINDER_TIME: '09:30' } }),
      status: 'warning',
      detail: /another time/,
      advice: /REMINDER_TIME/,
    },
  ],
  sweep: [
    inSql(
      'the last completed sweep is older than 26 hours',
      ["UPDATE sweeps SET finished_at = now() - interval '27 hours'"],
      'failure',
      /None has completed for 27 hours/,
      /--dry-run/,
    ),
    inSql('there was no sweep yet', ['DELETE FROM sweeps'], 'warning', /none yet/, /\d\d:17 UTC/),
    inSql(
      'no sweep has completed',
      ["UPDATE sweeps SET result = 'failed'"],
      'failure',
      /None has completed yet/,
      /log/,
    ),
    inSql(
      'the last sweep was suspicious',
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
      'the link of a channel is dead',
      ["UPDATE links SET dead_since = now() WHERE scope_kind = 'organisation'"],
      'warning',
      /1 link of 2 dead:\nMatchwell \(NL\) in Partners, API credentials/,
      /Add the app/,
    ),
  ],
  contacts: [
    inSql(
      'the address of a contact is refused',
      [`${CONTACT} now())`],
      'warning',
      /1 contact of 1 cannot be reached:\nMatchwell \(NL\)$/,
      /say “contacts”/,
    ),
    inSql(
      'the organisation of a contact has no application any more',
      [`${CONTACT} NULL)`, "UPDATE contacts SET organisation = 'nl/gone', organisation_name = 'Gone (NL)'"],
      'warning',
      /1 contact of organisations without an application:\nGone \(NL\)$/,
      /new name/,
    ),
    {
      condition: 'a contact is confirmed and e-mail is not set up',
      bend: () => ({ sql: [`${CONTACT} NULL)`], env: { MAIL_FROM: '' } }),
      status: 'warning',
      detail: /1 contact confirmed, and no e-mail can be sent/,
      advice: /MAIL_FROM/,
    },
  ],
  'admin-channel': [
    inSql(
      'no channel is linked',
      ["DELETE FROM links WHERE scope_kind = 'administrators'"],
      'warning',
      /None/,
      /link admin/,
    ),
    inSql(
      'the link of the channel is dead',
      ['UPDATE links SET dead_since = now()'],
      'warning',
      /cannot be reached/,
      /link admin/,
    ),
  ],
  outbox: [
    inSql(
      'a message was tried in vain',
      [
        `INSERT INTO outgoing (id, lane, recipient_key, recipient, content, at, state, due_at, attempts)
         VALUES ('m', 'teams', 'k', '{}', '{}', now() - interval '3 hours', 'waiting', now(), 4)`,
      ],
      'warning',
      /1 message tried in vain so far, the oldest for 3 hours/,
      /undelivered/,
    ),
    inSql(
      'a message was given up',
      [
        `INSERT INTO outgoing (id, lane, recipient_key, recipient, content, at, state, dead_since, code)
         VALUES ('d', 'teams', 'k', '{}', '{"kind": "digest", "digest": "d"}', now(), 'dead', now(), 'Gone')`,
      ],
      'warning',
      /1 message given up/,
      /undelivered/,
    ),
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;
