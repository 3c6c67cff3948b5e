import { describe, expect, test } from 'vitest';
import { renderDigest, renderMail } from '../../../cards/index.ts';
import { shownMoment } from '../../../cards/shared/dates.ts';
import { actionsOf, complaintsOf, nodesOf } from '../inspect.ts';
import { KNOWING, MAIL } from '../outcomes/reminders.ts';

const { card } = renderDigest(KNOWING);
const lines = nodesOf(card).flatMap((node) => {
  if (node['type'] === 'TextBlock') return [String(node['text'])];
  const runs = node['type'] === 'RichTextBlock' ? nodesOf(node['inlines']) : [];
  return runs.length === 0 ? [] : [runs.map((run) => run['text']).join('')];
});

/** The lines of an item, from its name to that of the next one. */
function linesOfItem(number: number): readonly string[] {
  const from = lines.findIndex((line) => line.startsWith(`Secret ${number} by`));
  const next = lines.findIndex((line, i) => i > from && /^(Secret \d|Partner-|Legacy)/.test(line));
  return lines.slice(from + 1, next < 0 ? undefined : next);
}

function buttonsOfItem(number: number): readonly unknown[] {
  return actionsOf(card)
    .filter((action) => action['verb'] === 'digest-item' && Object(action['data'])['item'] === number)
    .map((action) => action['title']);
}

describe('a digest that knows last uses and rotations', () => {
  test('says once as of when the report is', () => {
    expect(lines[1]).toBe(
      `As of 24 November 2026. Last uses come from Entra’s report as of ${shownMoment(new Date('2026-11-24T07:10:00Z'))}.`,
    );
  });

  test('names the step of an open rotation and its beginner, and its button continues it', () => {
    expect(linesOfItem(1)).toEqual([
      '⚠ expires in 5 days · 29 November 2026 · last used 22 November 2026',
      'A rotation is under way, started by Anna Visser. Step 2 of 4: Update your system.',
    ]);
    expect(buttonsOfItem(1)).toEqual(['Continue the rotation', "I'm on it", 'Show']);
  });

  test('leads nobody to delete a secret that is in use because a newer one exists', () => {
    expect(linesOfItem(2).at(-1)).toBe(
      'There is a newer secret, “Secret by Anna Visser”, but this one is still in use, so rotate it. If the newer one is meant for your system, choose it in the first step.',
    );
    expect(linesOfItem(3).at(-1)).toBe(
      'There is a newer secret, “Secret by Anna Visser”, and both are in use, so they may belong to two systems. Rotate this one.',
    );
    for (const number of [2, 3]) expect(buttonsOfItem(number)).toEqual(['Rotate now', "I'm on it", 'Show']);
  });

  test('names the newer secret beside one that is silent', () => {
    expect(linesOfItem(4).at(-1)).toBe(
      'There is a newer secret, “Secret by Anna Visser”. If your system uses it already, delete this one; otherwise rotate.',
    );
  });

  test('marks a secret that lives longer than the rule of one year, and so does its e-mail', () => {
    expect(linesOfItem(4)[1]).toBe('⚠ Longer than the rule of one year');
    expect(lines.filter((line) => line.includes('rule of one year'))).toHaveLength(1);
    const { text } = renderMail({ ...KNOWING, destination: MAIL });
    expect(text).toMatch(/Secret 4 by Anna Visser: [^\n]* ⚠ Longer than the rule of one year\. There is a newer/);
  });

  test('offers to delete what has expired and is replaced, and nothing else', () => {
    expect(linesOfItem(5)).toEqual(['expired 4 days ago: delete it · 20 November 2026 · last used 2 November 2026']);
    expect(buttonsOfItem(5)).toEqual(['Delete']);
  });

  test('says that a system may be cut off if a secret was used until it expired', () => {
    expect(linesOfItem(6)).toEqual([
      'expired 4 days ago · 20 November 2026 · last used 19 November 2026',
      'It was used until it expired, so a system may have lost its access. If yours has, rotate it; otherwise delete it.',
    ]);
    expect(buttonsOfItem(6)).toEqual(['Rotate now', 'Delete', 'Show']);
  });

  test('says that the last use of a secret is not known', () => {
    expect(linesOfItem(7)[0]).toBe('expires in 21 days · 15 December 2026 · last use not known');
  });

  test('is a card that Teams takes', () => {
    expect(complaintsOf(card)).toEqual([]);
  });

  test('says the same by mail', () => {
    const { text, html } = renderMail({ ...KNOWING, destination: MAIL });
    for (const form of [text, html])
      for (const part of [
        'Last uses come from Entra’s report as of 24 November 2026, 08:10 Amsterdam time.',
        'Last used 22 November 2026.',
        'Step 2 of 4: Update your system.',
        'and both are in use',
        'Last use not known.',
      ])
        expect(form).toContain(part);
    for (const line of [
      'Secret 1 by Anna Visser: expires in 5 days, on 29 November 2026. Last used 22 November 2026.',
      'Secret 5 by Anna Visser: expired 4 days ago, on 20 November 2026. Delete it. Last used 2 November 2026.',
      'Secret 6 by Anna Visser: expired 4 days ago, on 20 November 2026. Last used 19 November 2026.',
    ])
      expect(text).toContain(line);
    expect(html).toMatch(
      /Secret 1 by Anna Visser<span[^>]*><br>Last used 22 November 2026\..*<b>expires in 5 days<\/b><br>29 November/,
    );
    expect(html).toMatch(/Secret 5 by Anna Visser<span[^>]*><br>Delete it\.<br>Last used 2 November 2026\.</);
  });
});
