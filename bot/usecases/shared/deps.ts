import type { ApiSettings, TokenSettings } from '../../domain/secrets/token-target.ts';
import type { Asker } from '../../domain/shared/person.ts';
import type { SignInPolicy } from '../../domain/sign-in/session.ts';
import type { People } from '../../ports/access/people.ts';
import type { Roster } from '../../ports/access/roster.ts';
import type { AuditAnchor } from '../../ports/audit/audit-anchor.ts';
import type { Announcer, Mailer } from '../../ports/messages/announcer.ts';
import type { Delivery } from '../../ports/secrets/delivery.ts';
import type { Directory } from '../../ports/secrets/directory.ts';
import type { SignInLog } from '../../ports/secrets/sign-in-log.ts';
import type { SignInReports } from '../../ports/secrets/sign-in-reports.ts';
import type { Clock } from '../../ports/shared/clock.ts';
import type { Jobs } from '../../ports/shared/jobs.ts';
import type { Ledger } from '../../ports/shared/ledger.ts';
import type { Log } from '../../ports/shared/log.ts';
import type { Random } from '../../ports/shared/random.ts';
import type { AskerFacts } from '../../ports/sign-in/askers.ts';
import type { Identity } from '../../ports/sign-in/identity.ts';
import type { LinkTokens } from '../../ports/sign-in/link-tokens.ts';

export interface UseCaseSettings extends TokenSettings, ApiSettings {
  readonly policy: SignInPolicy;
  readonly secretMessageMinutes: number;
  /** No trailing slash. */
  readonly publicUrl: string;
  /** `HH:MM` of the daily sweep, in `reminderZone` (IANA name), whose calendar days count. */
  readonly reminderTime: string;
  readonly reminderZone: string;
  /** After so many days, rows of the audit record are trimmed; undefined: never. */
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
  readonly announcer: Announcer;
  /** Undefined if e-mail is not set up. */
  readonly mailer: Mailer | undefined;
  /** Undefined if the operator has not switched the report on. */
  readonly signInReports: SignInReports | undefined;
  /** Undefined if the operator has not switched the log on. */
  readonly signInLog: SignInLog | undefined;
  readonly identity: Identity;
  readonly links: LinkTokens;
  readonly jobs: Jobs;
}

/** What a use case is given while somebody waits for its answer. */
export interface TurnDeps extends Deps {
  /**
   * What the ledger knows of the asker. It is read once in a turn, so that all parts of the turn judge by the same. What
   * must hold at the moment of a change is read again by the ledger, in the transaction of the change.
   */
  askerFacts(): Promise<AskerFacts>;
}

/** Begins a turn of this person. A turn that goes on after a sign-in is a new one. */
export function forTurn(deps: Deps, { person }: Pick<Asker, 'person'>): TurnDeps {
  let facts: Promise<AskerFacts> | undefined;
  return {
    ...deps,
    askerFacts: () => {
      facts ??= deps.ledger.askers.factsOf(person, deps.clock());
      return facts;
    },
  };
}
