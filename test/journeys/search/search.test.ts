import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalBot, startLocalBot } from '../local-bot.ts';
import { cardOf, personAt, SIGNED_OUT } from '../person.ts';

let bot: LocalBot;
beforeAll(async () => {
  bot = await startLocalBot();
});
afterAll(() => bot.close());

/** What the first search finds, after the client has signed the person in by itself. */
async function lines(name: string, where: 'personal' | 'groupChat', words?: string) {
  const { who } = personAt(bot, name, where);
  const answer = await bot.teams.search(who.oid, where, words);
  return answer.kind === 'results' ? answer.cards.map(({ line }) => line.title) : answer;
}

describe('a search in the compose box', () => {
  it('signs in by the token of Teams, and finds what the person manages by any part of its name', async () => {
    const all = await lines('Anna', 'groupChat');
    expect(all).toContain('Partner-NL-Matchwell-SMC');
    const two = ['Partner-NL-Matchwell-SMC', 'PartnerAlternative-NL-Matchwell-SMC'];
    expect(await lines('Anna', 'groupChat', 'matchwell smc')).toEqual(two);
    expect(await lines('Anna', 'groupChat', 'no such name')).toMatchObject({ kind: 'sentence' });
  });

  it('finds nothing for somebody who manages nothing, administrators included', async () => {
    for (const name of ['Daan', 'Eva'])
      expect(await lines(name, 'personal', 'matchwell')).toMatchObject({ kind: 'sentence' });
  });

  it('posts a card that its managers can open, alone, and that others cannot', async () => {
    const anna = personAt(bot, 'Anna', 'channel');
    // There is no single sign-on in channels. She has signed in before, in the group chat.
    const found = await bot.teams.search(anna.who.oid, 'channel', 'matchwell smc');
    expect(found.kind).toBe('results');
    const id = bot.teams.pick(anna.who.oid, 'channel', 0);
    const posted = anna.sees().find((one) => one.id === id);
    const card = posted && cardOf(posted);
    const opened = await anna.after(() => anna.press(card, 'open', {}, 'show', id), 'Secret by');
    expect(opened.targeted).toBe(true);
    expect(JSON.stringify(anna.sees().find((one) => one.id === id)?.attachments)).toBe(
      JSON.stringify(posted?.attachments),
    );
    const clara = personAt(bot, 'Clara', 'channel');
    await clara.ask('sign out', SIGNED_OUT);
    const pressed = await clara.press(card, 'open', {}, 'show', id);
    expect(pressed.type).toBe('application/vnd.microsoft.activity.loginRequest');
  });
});
