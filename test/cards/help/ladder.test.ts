import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ladderInWords } from '../../../bot/domain/reminders/ladder.ts';
import { chaptersOf, ladderText } from '../../../cards/help/sentences.ts';
import { APIS } from '../../bot/domain/shared/apis.ts';

const LADDER = 'six weeks before a secret expires, three weeks before, and every day of the last week';

it('help and the README say of the stages what the ladder says', () => {
  expect(ladderText(ladderInWords())).toBe(LADDER);
  expect(
    chaptersOf(APIS)
      .rotation.points.map(({ text }) => text)
      .join('\n'),
  ).toContain(LADDER);
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  expect(readme).toContain('six weeks and three weeks before a secret expires, on each day of its last week');
});

it('another ladder is told in other words', () => {
  expect(ladderText({ weeks: [8, 4, 1], dailyFrom: 3 })).toBe(
    'eight weeks before a secret expires, four weeks before, one week before, and every day of the last 3 days',
  );
});
