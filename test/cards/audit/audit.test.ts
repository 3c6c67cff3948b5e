import { describe, expect, test } from 'vitest';
import { readButton } from '../../../bot/usecases/commands.ts';
import { ACTIONS } from '../../../cards/audit/sentences.ts';
import { renderOutcome } from '../../../cards/index.ts';
import { actionsOf } from '../inspect.ts';
import { SMC } from '../outcomes/applications.ts';
import { dataOf, drawn, linesOf } from '../outcomes/drawn.ts';
import { NAMED_OUTCOMES } from '../outcomes/index.ts';

describe('the card of the record', () => {
  const lines = linesOf(drawn('audit'));

  test('says of each entry what was done, to what, when, and who did it', () => {
    expect(lines).toContain(`Started to create a client secret · ${SMC.displayName}\n○ Intended · 24 November`);
    expect(lines).toContain('○ Intended · 24 November 2026, 10:15 UTC · by Anna Visser');
    expect(lines).toContain('secret 00000000… · reference 1a2b3c4d');
  });

  test('says in words and with a mark that something was not done', () => {
    expect(lines).toContain('was refused · a-client-id-that-is-gone\n✖ Refused · ');
    expect(lines).toContain('Deleted a client secret · Partner-NL-Stichting-Voorbeeld-SMC\n✖ Failed · ');
  });

  test('tells the bot from the operator, and names the person that an entry is about', () => {
    expect(lines).toContain('by the operator · about Pieter de Groot');
    expect(lines).toContain('Looked for expiring secrets\n24 November 2026, 10:15 UTC · by the bot');
    expect(lines).toContain('by somebody (object ID oid-pieter)');
  });

  test('keeps words and days from page to page, and the client ID if one application was found', () => {
    const pages = dataOf(drawn('audit-application'), 'audit').slice(-2);
    expect(pages).toEqual([1, 3].map((page) => ({ query: SMC.clientId, days: 30, page })));
    const periods = dataOf(drawn('audit'), 'audit');
    expect(periods).toEqual([7, 30, 90, 365].map((days) => ({ query: 'voorbeeld', days, page: 1 })));
  });

  test('says that it is empty, and how far back it looked', () => {
    expect(linesOf(drawn('audit-none'))).toContain('Nothing was recorded in this time.');
    expect(linesOf(drawn('audit-application'))).toContain('The last 30 days · 60 entries, newest first · page 2 of 3');
  });

  test('has a different sentence for every action', () => {
    const sentences = Object.values(ACTIONS);
    expect(new Set(sentences).size).toBe(sentences.length);
    const drawnAll = [1, 2, 3, 4].map((part) => linesOf(drawn(`audit-actions-${part}`))).join('\n');
    for (const sentence of sentences) expect(drawnAll).toContain(sentence);
  });
});

test('the choice among applications keeps how many days back the record is asked for', () => {
  const data = dataOf(drawn('choose-application-audit'), 'open');
  expect(data[0]).toEqual({ purpose: 'audit', query: SMC.clientId, hint: '90' });
});

test.each([...NAMED_OUTCOMES])('the bot understands every button of %s', (_, outcome) => {
  for (const { type, verb, data } of actionsOf(renderOutcome(outcome).card)) {
    if (type === 'Action.Execute') expect(readButton(verb, data).kind, String(verb)).not.toBe('unsupported');
  }
});
