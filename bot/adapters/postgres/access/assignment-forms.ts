import { and, eq, lt, ne, type SQL } from 'drizzle-orm';
import type { AssignmentForm } from '../../../domain/access/assignment.ts';
import type { Assignments } from '../../../ports/access/assignments.ts';
import type { Orm } from '../base/database.ts';
import { lowered, lowerNamed, type Runner, storable } from '../base/transaction.ts';
import { unusedBefore } from '../base/unused-forms.ts';
import { assignmentForms } from './schema-access.ts';

type Forms = Pick<Assignments, 'openForm' | 'findForm' | 'warn'>;

export function createAssignmentForms({ direct }: Runner): Forms {
  return {
    openForm: ({ asker, people, applications, ...form }) =>
      direct(async (tx) => {
        const isOld = and(ne(assignmentForms.state, 'used'), lt(assignmentForms.openedAt, unusedBefore(form.openedAt)));
        const old = tx.delete(assignmentForms).where(isOld).returning({ nonce: assignmentForms.nonce });
        await tx
          .with(tx.$with('cleared').as(old))
          .insert(assignmentForms)
          .values({
            ...form,
            asker: lowered(asker),
            people: people.map(lowerNamed),
            applications: applications.map((one) => ({ ...one, clientId: one.clientId.toLowerCase() })),
            state: 'open',
            warnedOf: [],
          });
      }),
    findForm: (nonce) => direct(async (tx) => (await tx.select().from(assignmentForms).where(isForm(nonce)))[0]),
    warn: (nonce, clientIds) =>
      direct(async (tx) => {
        const unused = and(isForm(nonce), ne(assignmentForms.state, 'used'));
        const warned = { state: 'warned', warnedOf: clientIds.map((id) => id.toLowerCase()) } as const;
        return (await tx.update(assignmentForms).set(warned).where(unused).returning()).length > 0;
      }),
  };
}

/** A form that is still to be used; until the caller's transaction ends nobody else uses it. */
export async function lockForm(tx: Orm, nonce: string): Promise<Pick<AssignmentForm, 'warnedOf'> | undefined> {
  const [form] = await tx.select().from(assignmentForms).where(isForm(nonce)).for('update');
  return form?.state === 'used' ? undefined : form;
}

export async function useForm(tx: Orm, nonce: string): Promise<void> {
  await tx.update(assignmentForms).set({ state: 'used' }).where(isForm(nonce));
}

function isForm(nonce: string): SQL {
  return eq(assignmentForms.nonce, storable(nonce));
}
