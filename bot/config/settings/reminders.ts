import { asMailbox, asSwitch, asTimeOfDay, asTimeZone } from '../fields.ts';
import { defaulted, optional } from '../setting.ts';

export const REMINDERS = {
  /** `HH:MM`, in `reminderZone`. */
  reminderTime: defaulted('REMINDER_TIME', '08:00', asTimeOfDay, 'The daily sweep runs at this time of day, `HH:MM`.'),
  /** An IANA name. */
  reminderZone: defaulted(
    'REMINDER_TIME_ZONE',
    'UTC',
    asTimeZone,
    'The time of the sweep is in this IANA time zone. All days that the app shows, counts or asks for are those of its calendar.',
  ),
  mailFrom: optional(
    'MAIL_FROM',
    asMailbox,
    'E-mails come from this mailbox (its address or its object id). Without it, no e-mail is sent.',
  ),
  signInReport: defaulted(
    'SIGN_IN_REPORT',
    'off',
    asSwitch,
    "With `on`, lists, reminders, rotations and deletions show when a secret was last used, as Entra's own report says, and a secret in use takes the application's name to be deleted.",
  ),
  signInLog: defaulted(
    'SIGN_IN_LOG',
    'off',
    asSwitch,
    "With `on`, the app reads Entra's log of the sign-ins of applications: rotations confirm themselves, and managers hear when a system is refused. Without `SIGN_IN_REPORT`, cards show the last uses that this log has shown.",
  ),
};
