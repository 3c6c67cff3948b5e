import { and, eq, type SQL } from 'drizzle-orm';
import type { Assignments } from '../../ports/ledger-access.ts';
import type { Orm } from './database.ts';
import { assignmentForms } from './schema-access.ts';
import { lowered, lowerNamed, storable, type Transact } from './transaction.ts';

type Forms = Pick<Assignments, 'openForm' | 'findForm' | 'warn'>;

export function createAssignmentForms(transact: Transact): Forms {
  return {
    openForm: ({ asker, people, applications, ...form }) =>
      transact(async (tx) => {
        await tx.insert(assignmentForms).values({
          ...form,
          asker: lowered(asker),
          people: people.map(lowerNamed),
          applications: applications.map((one) => ({ ...one, clientId: one.clientId.toLowerCase() })),
          state: 'open',
        });
      }),
    findForm: (nonce) => transact(async (tx) => (await tx.select().from(assignmentForms).where(isForm(nonce)))[0]),
    warn: (nonce) =>
      transact(async (tx) => {
        const open = and(isForm(nonce), eq(assignmentForms.state, 'open'));
        return (await tx.update(assignmentForms).set({ state: 'warned' }).where(open).returning()).length > 0;
      }),
  };
}

/** Whether a form is still to be used; until the caller's transaction ends nobody else uses it. */
export async function lockForm(tx: Orm, nonce: string): Promise<boolean> {
  const [form] = await tx.select().from(assignmentForms).where(isForm(nonce)).for('update');
  return form !== undefined && form.state !== 'used';
}

export async function useForm(tx: Orm, nonce: string): Promise<void> {
  await tx.update(assignmentForms).set({ state: 'used' }).where(isForm(nonce));
}

function isForm(nonce: string): SQL {
  return eq(assignmentForms.nonce, storable(nonce));
}
