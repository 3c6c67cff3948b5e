import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesWith } from './canary.ts';
import { type LocalBot, startLocalBot } from './local-bot.ts';
import { cardOf, codeFrom, linkOf, type Person, personAt } from './person.ts';

let bot: LocalBot;
beforeAll(async () => {
  bot = await startLocalBot();
  bot.teams.faults.silentSignIn = false;
});
afterAll(() => bot.close());

const text = (value: unknown) => JSON.stringify(value);

describe.each(['element', 'words'] as const)('a quoted reply whose quotation is in the text as %s', (style) => {
  const quoting = (person: Person, messageId: string, typed: string, having?: string) =>
    person.after(() => bot.teams.sendMessage(person.who.oid, 'personal', typed, { messageId, style }), having);

  it('signs in with the code, and does what was typed and not what is quoted, and keeps no value', async () => {
    const anna = personAt(bot, 'Anna', 'personal');
    await anna.ask('sign out');
    const asked = await anna.ask('list');
    const code = await codeFrom(linkOf(cardOf(asked)), anna.who.oid);
    const listed = await quoting(anna, asked.id, `${code}.`, 'Your applications');
    expect(text(listed)).toContain('Partner-NL-Matchwell-DM');

    const form = await anna.ask('create Partner-NL-Matchwell-DM');
    const created = await anna.press(cardOf(form), 'submit-create', { name: `By ${style}`, expiry: inAYear() });
    expect(text(created)).toContain('created');
    const delivered = anna.sees().find((message) => text(message).includes('codeSnippet'));
    const value = /"codeSnippet":"([^"]+)"/.exec(text(delivered))?.[1] ?? '';
    expect(value).not.toBe('');
    const answer = await quoting(anna, delivered?.id ?? '', 'show Partner-NL-Matchwell-DM', 'Partner-NL-Matchwell-DM');
    expect(text(answer)).toContain(`By ${style}`);
    expect(text(answer)).not.toContain(value);
    expect(await filesWith(bot.folder, [value])).toEqual([]);
    expect(await bot.log()).not.toContain(value);
  });
});

/** A day as a client without a calendar may send it. */
function inAYear(): string {
  const at = new Date(Date.now() + 300 * 86_400_000);
  return new Intl.DateTimeFormat('nl-NL', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    at,
  );
}
