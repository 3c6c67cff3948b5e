import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { type Failing, granted, inSql } from '../cases.ts';

const LEFT = `INSERT INTO away_people (tid, oid, name, how, since, told)
  SELECT DISTINCT ON (tid, oid) tid, oid, name, 'left', now(), '[]'::json FROM assignments`;

/** What can be missing among administrators, managers and their applications. */
export const ACCESS = {
  administrators: [
    inSql(
      'the bot knows no administrator',
      ['DELETE FROM administrators'],
      'warning',
      /has met none/,
      /Credentials\.Admin/,
    ),
    inSql(
      'the bot knows no administrator, no channel of theirs is linked, and an alarm waits',
      [
        'DELETE FROM administrators',
        'UPDATE links SET dead_since = now()',
        `INSERT INTO outgoing (id, lane, recipient_key, recipient, content, at, state, due_at, attempts, code)
         VALUES ('m', 'teams', 'administrators', '{"kind": "administrators"}',
           '{"kind": "alarm", "notice": {"kind": "undelivered", "count": 1}}', now(), 'waiting', now(), 1, 'NobodyMet')`,
      ],
      'warning',
      /has met none\.\nNo channel .* alarms reach nobody.*\n1 message waits for them/,
      /Credentials\.Admin/,
    ),
  ],
  'managers-met': [
    inSql(
      'the bot never met a manager',
      ['DELETE FROM acquaintances', 'DELETE FROM personal_chats'],
      'warning',
      /cannot write to 1 of 1 manager, by object id:\n0a000000-/,
      /Setup policies/,
    ),
  ],
  'managers-there': [
    inSql(
      'a manager has left',
      [LEFT],
      'warning',
      /^1 manager has left or may not sign in, by object id:\n0a000000-\S+ \(left\)$/,
      /say “leavers” to the bot/,
    ),
    {
      condition: 'the bot may not read the directory’s people',
      bend: ({ world }) => granted(world, ...world.botRoles.filter((role) => !role.startsWith('User.'))),
      status: 'warning',
      detail: /\nThe directory does not answer for 1 of 1 manager, so the bot does not see whether they have left\.$/,
      advice: /User\.ReadBasic\.All/,
    },
    {
      condition: 'a manager has left, and the bot may not read the directory’s people',
      bend: ({ world }) => ({
        ...granted(world, ...world.botRoles.filter((role) => !role.startsWith('User.'))),
        sql: [LEFT],
      }),
      status: 'warning',
      detail: /\(left\)\nThe state of accounts .*\nThe directory does not answer for 1 of 1 manager/,
      advice: /leavers.*\n.*readAccounts.*\n.*User\.ReadBasic\.All/,
    },
    {
      condition: 'the bot may not read the state of accounts',
      bend: ({ world }) => granted(world, ...world.botRoles.filter((role) => role !== 'User.Read.All')),
      status: 'skipped',
      detail: /^The state of accounts is not looked at: without User\.Read\.All \(df021288-.* reminders go to a chat/,
      advice: /readAccounts=true/,
    },
    {
      condition: 'a manager has left, and the bot may not read the state of accounts',
      bend: ({ world }) => ({
        ...granted(world, ...world.botRoles.filter((role) => role !== 'User.Read.All')),
        sql: [LEFT],
      }),
      status: 'warning',
      detail: /\(left\)\nThe state of accounts is not looked at/,
      advice: /leavers.*\n.*readAccounts/,
    },
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
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;
