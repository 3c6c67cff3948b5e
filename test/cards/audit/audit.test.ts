import { describe, expect, test } from 'vitest';
import type { AuditAction } from '../../../bot/domain/audit/audit-events.ts';
import { ACTIONS_OF, AUDIT_KINDS } from '../../../bot/domain/audit/audit-kinds.ts';
import { readButton } from '../../../bot/usecases/commands.ts';
import { ACTIONS, actText } from '../../../cards/audit/sentences.ts';
import { renderOutcome } from '../../../cards/index.ts';
import { actionsOf } from '../inspect.ts';
import { SMC } from '../outcomes/applications.ts';
import { buttonsOf, dataOf, drawn, inputOf, linesOf } from '../outcomes/drawn.ts';
import { NAMED_OUTCOMES } from '../outcomes/index.ts';

describe('the card of the record', () => {
  const lines = linesOf(drawn('audit-acts'));

  test('says in one line who did what, with which secret, and when', () => {
    const said = `Anna Visser created a client secret: Upload 2026 (x7Q…) · ${SMC.displayName} · 24 November 2026, 10:15 Greenwich time`;
    expect(lines.split('\n')).toContain(said);
    expect(lines).not.toContain('reference');
    expect(lines).not.toContain('Intended');
  });

  test('says in words and with a mark that something was not done', () => {
    expect(lines).toContain(
      `Pieter de Groot deleted a client secret: Old connector (a_9…) · ${SMC.displayName} · ✖ Failed`,
    );
    expect(linesOf(drawn('audit'))).toContain('was refused · a-client-id-that-is-gone · ✖ Refused');
  });

  test('tells the bot from the operator, and names the person that an entry is about', () => {
    expect(lines).toContain('The operator assigned the role of credential manager');
    expect(lines).toContain('about Pieter de Groot · 24 November');
    expect(lines).toContain('\nThe holder of an address confirmed it as a contact · 24 November');
    expect(linesOf(drawn('audit'))).toContain('The bot looked for expiring secrets · 24 November');
    expect(linesOf(drawn('audit'))).toContain('somebody (object ID oid-pieter) deleted');
  });

  test('counts the reminders that were sent, if nothing else was asked for', () => {
    expect(lines).toContain('36 reminders were sent, too.');
    for (const name of ['audit', 'audit-filtered', 'audit-typed-name'])
      expect(linesOf(drawn(name))).not.toContain('reminders were sent');
  });

  test('has intents, ids and references behind a button', () => {
    const detailed = linesOf(drawn('audit'));
    expect(detailed).toContain('○ Intended');
    expect(detailed).toContain('secret 00000000… · reference 1a2b3c4d');
    expect(buttonsOf(drawn('audit-acts'))).toContain('Details');
    expect(buttonsOf(drawn('audit'))).toContain('Without details');
  });

  test('keeps what was asked for from page to page, and the client ID if one application was found', () => {
    const [newer, older] = dataOf(drawn('audit-application'), 'audit');
    const asked = { query: SMC.clientId, days: 30, about: 'all', by: 'all', details: true };
    expect([newer, older]).toEqual([1, 3].map((page) => ({ ...asked, page })));
    const shown = dataOf(drawn('audit-filtered'), 'audit')[0];
    const filtered = { query: 'voorbeeld', days: 45, about: 'secrets', by: 'oid-pieter' };
    expect(shown).toEqual({ ...filtered, page: 1, details: false });
  });

  test('offers what is chosen now in each choice of its filter, which the bot reads', () => {
    const choices = (id: string) => {
      const input = inputOf(drawn('audit-filtered'), id);
      const all = input?.['choices'] as readonly { readonly title: string; readonly value: string }[];
      expect(all.map(({ value }) => value)).toContain(input?.['value']);
      return all;
    };
    expect(choices('about').map(({ value }) => value)).toEqual(['all', ...AUDIT_KINDS]);
    expect(choices('by').map(({ title }) => title)).toEqual(['Everybody', 'Pieter de Groot', 'Anna Visser']);
    expect(choices('days').map(({ value }) => value)).toEqual(['7', '30', '90', '365', '45']);
    expect(inputOf(drawn('audit-typed-name'), 'by')?.['value']).toBe('visser');
    expect(readButton('audit', { query: 'x', days: '90', about: 'access', by: 'all' })).toMatchObject({
      ...{ kind: 'audit', query: 'x', days: 90, about: 'access', by: 'all' },
    });
    expect(readButton('audit', { days: '99999' }).kind).toBe('unsupported');
  });

  test('says that it is empty, and how far back it looked', () => {
    expect(linesOf(drawn('audit-none'))).toContain('Nothing was recorded in this time.');
    expect(linesOf(drawn('audit-application'))).toContain('The last 30 days · 60 entries, newest first · page 2 of 3');
  });

  test('has a different sentence for every action', () => {
    const sentences = Object.values(ACTIONS);
    const actions = Object.keys(ACTIONS) as readonly AuditAction[];
    expect(new Set(sentences).size).toBe(sentences.length);
    const drawnAll = [1, 2, 3, 4].map((part) => linesOf(drawn(`audit-actions-${part}`))).join('\n');
    for (const action of actions) expect(drawnAll).toContain(actText(action));
    expect(Object.values(ACTIONS_OF).flat().toSorted()).toEqual(actions.toSorted());
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
