import type { AccessRequests } from '../access/access-requests.ts';
import type { Administrators } from '../access/administrators.ts';
import type { Assignments } from '../access/assignments.ts';
import type { AwayPeople } from '../access/away-people.ts';
import type { KnownApplications } from '../access/known-applications.ts';
import type { Audit } from '../audit/audit-record.ts';
import type { Contacts } from '../messages/contacts.ts';
import type { Conversations } from '../messages/conversations.ts';
import type { Outbox } from '../messages/outbox.ts';
import type { Links } from '../reminders/links.ts';
import type { MailChoices } from '../reminders/mail-choices.ts';
import type { Outages } from '../reminders/outages.ts';
import type { Reminders } from '../reminders/reminders.ts';
import type { Sweeps } from '../reminders/sweeps.ts';
import type { UnusedApplications } from '../reminders/unused-applications.ts';
import type { Rotations } from '../rotation/rotations.ts';
import type { EphemeralMessages } from '../secrets/ephemeral-messages.ts';
import type { LastUses } from '../secrets/last-uses.ts';
import type { Operations } from '../secrets/operations.ts';
import type { UnexpectedCredentials } from '../secrets/unexpected-credentials.ts';
import type { WatchedApplications } from '../secrets/watched-applications.ts';
import type { Askers } from '../sign-in/askers.ts';
import type { LinkKeys } from '../sign-in/link-keys.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { SignIns } from '../sign-in/sign-ins.ts';
import type { Locks } from './locks.ts';

/**
 * Everything that must outlive the process. Every method that changes something is one transaction; if it takes an
 * AuditEvent, the change and its audit row commit together or not at all. Throws LedgerFault if the database does not answer.
 */
export interface Ledger {
  readonly assignments: Assignments;
  readonly awayPeople: AwayPeople;
  readonly knownApplications: KnownApplications;
  readonly askers: Askers;
  readonly sessions: Sessions;
  readonly signIns: SignIns;
  readonly linkKeys: LinkKeys;
  readonly operations: Operations;
  readonly lastUses: LastUses;
  readonly messages: EphemeralMessages;
  readonly watchedApplications: WatchedApplications;
  readonly unexpectedCredentials: UnexpectedCredentials;
  readonly conversations: Conversations;
  readonly locks: Locks;
  readonly audit: Audit;
  readonly links: Links;
  readonly reminders: Reminders;
  readonly rotations: Rotations;
  readonly outages: Outages;
  readonly mailChoices: MailChoices;
  readonly sweeps: Sweeps;
  readonly unusedApplications: UnusedApplications;
  readonly administrators: Administrators;
  readonly requests: AccessRequests;
  readonly contacts: Contacts;
  readonly outbox: Outbox;
  /** Resolves if the database answers; throws otherwise. */
  check(): Promise<void>;
}
