import type { SignInPolicy } from '../domain/session.ts';
import type { Announcer, Mailer } from '../ports/announcer.ts';
import type { AuditAnchor } from '../ports/audit-anchor.ts';
import type { Clock } from '../ports/clock.ts';
import type { Delivery } from '../ports/delivery.ts';
import type { Directory } from '../ports/directory.ts';
import type { Identity } from '../ports/identity.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Log } from '../ports/log.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { People } from '../ports/people.ts';
import type { Random } from '../ports/random.ts';
import type { Roster } from '../ports/roster.ts';
import type { SignInReports } from '../ports/sign-in-reports.ts';

export interface UseCaseSettings {
  readonly policy: SignInPolicy;
  readonly secretMessageMinutes: number;
  /** No trailing slash. */
  readonly publicUrl: string;
  readonly apiTokenUrl: string;
  readonly apiScope: string;
  /** `HH:MM` of the daily sweep, in `reminderZone` (IANA name), whose calendar days count. */
  readonly reminderTime: string;
  readonly reminderZone: string;
  /** Days after which rows of the audit record are trimmed; undefined: never. */
  readonly auditRetentionDays?: number;
}

export interface Deps {
  readonly settings: UseCaseSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly directory: Directory;
  readonly people: People;
  readonly roster: Roster;
  readonly ledger: Ledger;
  readonly auditAnchor: AuditAnchor;
  readonly delivery: Delivery;
  readonly notifier: Notifier;
  readonly announcer: Announcer;
  /** Undefined where e-mail is not set up. */
  readonly mailer: Mailer | undefined;
  /** Undefined where the operator has not switched the report on. */
  readonly signInReports: SignInReports | undefined;
  readonly identity: Identity;
  readonly jobs: Jobs;
}
