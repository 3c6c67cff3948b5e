import type { SweepReport } from '../../bot/domain/reminders/sweep.ts';
import type { MailChoice } from '../../bot/domain/shared/command.ts';
import type { Asker } from '../../bot/domain/shared/person.ts';
import type { MailChoices } from '../../bot/ports/reminders/mail-choices.ts';
import type { Sweeps } from '../../bot/ports/reminders/sweeps.ts';
import type { Ledger } from '../../bot/ports/shared/ledger.ts';
import { type Append, keyOf, lowerAsker } from './ledger.ts';

export function createFakeConversations(): Ledger['conversations'] {
  const chats = new Map<string, Asker>();
  const anywhere = new Map<string, Asker>();
  const lost = new Set<string>();
  return {
    remember: async (asker) => {
      const key = keyOf(asker.person);
      lost.delete(key);
      anywhere.set(key, lowerAsker(asker));
      if (asker.conversation.kind === 'personal') chats.set(key, lowerAsker(asker));
    },
    personal: async (person) => structuredClone(chats.get(keyOf(person))),
    met: async (people) =>
      [...new Set(people.map(keyOf))].flatMap((key) =>
        lost.has(key) ? [] : structuredClone(chats.get(key) ?? anywhere.get(key) ?? []),
      ),
    lost: async (person) => void lost.add(keyOf(person)),
  };
}

export function createFakeMailChoices(append: Append): MailChoices {
  const choices = new Map<string, MailChoice>();
  return {
    of: async (people) => people.map((person) => choices.get(keyOf(person)) ?? 'html'),
    set: async (person, choice, audit) => {
      append(audit);
      choices.set(keyOf(person), choice);
    },
  };
}

export function createFakeSweeps(append: Append): Sweeps {
  const reports: SweepReport[] = [];
  return {
    record: async (report, audit) => {
      append(audit);
      reports.push(structuredClone(report));
    },
    last: async () => structuredClone(reports.at(-1)),
    lastGood: async () => structuredClone(reports.findLast(({ result }) => result === 'completed')),
  };
}
