import { sql } from 'drizzle-orm';
import type { AuditSigner } from '../../../ports/audit/audit-anchor.ts';
import type { Ledger } from '../../../ports/shared/ledger.ts';
import { createAccessRequests } from '../access/access-requests.ts';
import { createAdministrators } from '../access/administrators.ts';
import { createAssignments } from '../access/assignments.ts';
import { createAwayPeople } from '../access/away-people.ts';
import { createKnownApplications } from '../access/known-applications.ts';
import { createAudit } from '../audit/audit-store.ts';
import { createContacts } from '../messages/contacts.ts';
import { createConversations } from '../messages/conversations.ts';
import { tellOfForgery } from '../messages/forgery-alarm.ts';
import { createOutbox } from '../messages/outbox.ts';
import { createLinks } from '../reminders/links.ts';
import { createMailChoices } from '../reminders/mail-choices.ts';
import { createOutages } from '../reminders/outages/outages.ts';
import { createReminders } from '../reminders/reminders.ts';
import { createSweeps } from '../reminders/sweeps.ts';
import { createUnusedApplications } from '../reminders/unused-applications.ts';
import { createRotations } from '../rotation/rotations.ts';
import { createLastUses } from '../secrets/last-uses.ts';
import { createMessages } from '../secrets/messages.ts';
import { createOperations } from '../secrets/operations.ts';
import { createUnexpectedCredentials } from '../secrets/unexpected-credentials.ts';
import { createWatchedApplications } from '../secrets/watched-applications.ts';
import { createAskers } from '../sign-in/askers.ts';
import { createLinkKeys } from '../sign-in/link-keys.ts';
import { createSessions } from '../sign-in/sessions.ts';
import { createSignIns } from '../sign-in/sign-ins.ts';
import type { Database } from './database.ts';
import { createLocks } from './locks.ts';
import { runnerOn } from './transaction.ts';

/** The ledger over an open database, which its opener closes. `signer` signs the head of the record. */
export function createLedger(database: Pick<Database, 'orm'>, signer?: AuditSigner): Ledger {
  const runner = runnerOn(database, signer && { signer, tellOfForgery });
  return {
    assignments: createAssignments(runner),
    awayPeople: createAwayPeople(runner),
    knownApplications: createKnownApplications(runner),
    askers: createAskers(runner),
    sessions: createSessions(runner),
    signIns: createSignIns(runner),
    linkKeys: createLinkKeys(runner),
    operations: createOperations(runner),
    lastUses: createLastUses(runner),
    messages: createMessages(runner),
    watchedApplications: createWatchedApplications(runner),
    unexpectedCredentials: createUnexpectedCredentials(runner),
    conversations: createConversations(runner),
    locks: createLocks(runner),
    audit: createAudit(runner),
    links: createLinks(runner),
    reminders: createReminders(runner),
    rotations: createRotations(runner),
    outages: createOutages(runner),
    mailChoices: createMailChoices(runner),
    sweeps: createSweeps(runner),
    unusedApplications: createUnusedApplications(runner),
    administrators: createAdministrators(runner),
    requests: createAccessRequests(runner),
    contacts: createContacts(runner),
    outbox: createOutbox(runner),
    check: () =>
      runner.direct(async (tx) => {
        await tx.execute(sql`SELECT 1`);
      }),
  };
}
