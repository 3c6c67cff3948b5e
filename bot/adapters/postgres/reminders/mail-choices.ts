import type { MailChoice } from '../../../domain/shared/command.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { MailChoices } from '../../../ports/reminders/mail-choices.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isAmong, personKey } from '../base/person-columns.ts';
import { lowerPerson, type Runner } from '../base/transaction.ts';
import { mailChoices } from './schema-reminders.ts';

const UNCHOSEN: MailChoice = 'html';

export function createMailChoices({ transact, direct }: Runner): MailChoices {
  return {
    of: (people) => direct((tx) => choicesIn(tx, people)),
    set: (person, choice, event) =>
      transact(async (tx) => {
        await tx
          .insert(mailChoices)
          .values({ ...lowerPerson(person), choice })
          .onConflictDoUpdate({ target: [mailChoices.tid, mailChoices.oid], set: { choice } });
        await appendAudit(tx, event);
      }),
  };
}

async function choicesIn(tx: Orm, people: readonly PersonId[]): Promise<readonly MailChoice[]> {
  const chosen = new Map<string, MailChoice>();
  for (const some of chunks(people)) {
    const rows = await tx.select().from(mailChoices).where(isAmong(mailChoices, some));
    for (const row of rows) chosen.set(personKey(row), row.choice);
  }
  return people.map((person) => chosen.get(personKey(person)) ?? UNCHOSEN);
}
