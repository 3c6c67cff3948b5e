import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { type Failing, inSql } from '../cases.ts';

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
