import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../bot/usecases/commands.ts';
import { inChat, type Kind } from './people.ts';
import { expectRefusal, namesOf, recorded, textOf, typedIn } from './record.ts';
import { answerOf, cellsOf, expectedOf, isAnswer, isRecorded, isSelective, type Row, type Rows } from './rows.ts';
import { TABLE } from './table.ts';
import { createWorld } from './world.ts';

async function press(row: Row, kind: Kind) {
  const world = await createWorld();
  const asker = row.where === 'in a chat' ? inChat(world.people[kind]) : world.people[kind];
  await row.given?.(world);
  const command = await row.ask(world, asker);
  const { result: outcome, rows } = await recorded(world, () => world.setting.run(command, asker));
  return { world, asker, outcome, rows, text: textOf(outcome, ...typedIn(command)) };
}

describe('the access table', () => {
  it('has rows for every command of the list: add those of a new command to one of the tables', () => {
    const rows: Readonly<Record<string, Rows>> = TABLE;
    const lacking = COMMANDS.filter(({ kind, purpose }) => {
      const own = rows[kind] ?? {};
      return purpose === undefined ? Object.keys(own).length === 0 : !(purpose in own);
    });
    expect(lacking.map(({ kind, purpose = '' }) => `${kind} ${purpose}`.trim())).toEqual([]);
  });

  it('has no rows for a command that is not on the list', () => {
    const kinds = COMMANDS.map(({ kind }): string => kind);
    expect(Object.keys(TABLE).filter((kind) => !kinds.includes(kind))).toEqual([]);
  });
});

describe.each(Object.entries(TABLE))('%s', (_command, rows) => {
  describe.each(Object.entries(rows))('%s', (_what, row) => {
    it.each(cellsOf(row))('for $kind the answer is: $word', async ({ kind, word }) => {
      const { world, asker, outcome, rows, text } = await press(row, kind);
      expect(answerOf(outcome)).toBe(expectedOf(row, word));
      const isNamed = namesOf(world).some((name) => text.includes(name));
      if (word === 'answers' && isSelective(row)) expect(isNamed).toBe(true);
      if (isAnswer(word)) return;
      expect(isNamed).toBe(false);
      if (isRecorded(row, word)) expectRefusal(rows, outcome, asker);
      else expect(rows).toEqual([]);
    });
  });
});
