import { sql } from 'drizzle-orm';
import type { AuditSigner } from '../../ports/audit-anchor.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { createAccessRequests } from './access-requests.ts';
import { createAdministrators } from './administrators.ts';
import { createAssignments } from './assignments.ts';
import { createAudit } from './audit.ts';
import { createConversations } from './conversations.ts';
import type { Database } from './database.ts';
import { createLinks } from './links.ts';
import { createLocks } from './locks.ts';
import { createMailChoices } from './mail-choices.ts';
import { createMessages } from './messages.ts';
import { createOperations } from './operations.ts';
import { createOutbox } from './outbox.ts';
import { createReminders } from './reminders.ts';
import { createRotations } from './rotations.ts';
import { createSessions } from './sessions.ts';
import { createSignIns } from './sign-ins.ts';
import { createSweeps } from './sweeps.ts';
import { transactOn } from './transaction.ts';

/** The ledger over an open database. Whoever opened the database closes it. `signer`: signs where the record ends. */
export function createLedger(database: Pick<Database, 'orm'>, signer?: AuditSigner): Ledger {
  const transact = transactOn(database, signer);
  return {
    assignments: createAssignments(transact),
    sessions: createSessions(transact),
    signIns: createSignIns(transact),
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
