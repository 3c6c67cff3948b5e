import { sql } from 'drizzle-orm';
import type { AuditSigner } from '../../../ports/audit/audit-anchor.ts';
import type { Ledger } from '../../../ports/shared/ledger.ts';
import { createAccessRequests } from '../access/access-requests.ts';
import { createAdministrators } from '../access/administrators.ts';
import { createAssignments } from '../access/assignments.ts';
import { createKnownApplications } from '../access/known-applications.ts';
import { createAudit } from '../audit/audit-store.ts';
import { createConversations } from '../messages/conversations.ts';
import { createOutbox } from '../messages/outbox.ts';
import { createLinks } from '../reminders/links.ts';
import { createMailChoices } from '../reminders/mail-choices.ts';
import { createReminders } from '../reminders/reminders.ts';
import { createSweeps } from '../reminders/sweeps.ts';
import { createRotations } from '../rotation/rotations.ts';
import { createMessages } from '../secrets/messages.ts';
import { createOperations } from '../secrets/operations.ts';
import { createLinkKeys } from '../sign-in/link-keys.ts';
import { createSessions } from '../sign-in/sessions.ts';
import { createSignIns } from '../sign-in/sign-ins.ts';
import type { Database } from './database.ts';
import { createLocks } from './locks.ts';
import { transactOn } from './transaction.ts';

/** The ledger over an open database, which its opener closes. `signer` signs the head of the record. */
export function createLedger(database: Pick<Database, 'orm'>, signer?: AuditSigner): Ledger {
  const transact = transactOn(database, signer);
  return {
    assignments: createAssignments(transact),
    knownApplications: createKnownApplications(transact),
    sessions: createSessions(transact),
    signIns: createSignIns(transact),
    linkKeys: createLinkKeys(transact),
    operations: createOperations(transact),
    messages: createMessages(transact),
    conversations: createConversations(transact),
    locks: createLocks(transact),
    audit: createAudit(transact),
    links: createLinks(transact),
    reminders: createReminders(transact),
    rotations: createRotations(transact),
    mailChoices: createMailChoices(transact),
    sweeps: createSweeps(transact),
    administrators: createAdministrators(transact),
    requests: createAccessRequests(transact),
    outbox: createOutbox(transact),
    check: () =>
      transact(async (tx) => {
        await tx.execute(sql`SELECT 1`);
      }),
  };
}
