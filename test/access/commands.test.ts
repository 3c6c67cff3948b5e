import { describe, expect, it } from 'vitest';
import { inChat, type Kind } from './people.ts';
import { expectRefusal, namesOf, recorded, textOf, typedIn } from './record.ts';
import { answerOf, cellsOf, expectedOf, isAnswer, isRecorded, isSelective, type Row } from './rows.ts';
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

describe.each(Object.entries(TABLE))('%s', (_command, rows) => {
  describe.each(Object.entries(rows))('%s', (_what, row) => {
    it.each(cellsOf(row))('$kind: $word', async ({ kind, word }) => {
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
