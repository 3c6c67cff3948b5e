import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalBot, startLocalBot } from '../journeys/local-bot.ts';
import { expectAccessible, expectFits } from './accessible.ts';
import { closeContexts, sharedChromium } from './chromium.ts';
import { type Client, openClient } from './client.ts';

let bot: LocalBot;
let browser: Browser;
beforeAll(async () => {
  [bot, browser] = await Promise.all([startLocalBot(), sharedChromium()]);
  await bot.teams.install();
});
afterAll(async () => {
  await closeContexts();
  await bot?.close();
});

const looks = [
  { colorScheme: 'light', viewport: { width: 1200, height: 900 }, first: true, wants: 'Partner-NL-Matchwell-SMC' },
  { colorScheme: 'dark', viewport: { width: 360, height: 740 }, first: false, wants: 'Partner-NL-Matchwell-DM' },
] as const;

describe.each(looks)('the Teams page, $colorScheme, $viewport.width wide', ({ wants, first, ...look }) => {
  let client: Client;
  const field = (label: string) => client.page.locator('#log').getByLabel(label).last();
  const judged = async () => {
    await expectAccessible(client.page);
    await expectFits(client.page);
  };
  const at = async (person: string, conversation: string) => {
    await client.actAs(person);
    await client.open(conversation);
  };
  beforeAll(async () => {
    client = await openClient(await browser.newContext({ ...look, reducedMotion: 'reduce' }), bot.teams.url);
  });
  afterAll(() => client?.page.context().close());

  it('lets somebody ask for access, a manager confirm, and an administrator approve', async () => {
    await at('Eva Lind', 'IT operations');
    await client.say('link admin');
    if (first) await client.signIn('Eva Lind');
    await client.until('This channel is linked');
    await at('Anna Jansen', 'Credential managers');
    await client.say('link Matchwell');
    if (first) await client.signIn('Anna Jansen');
    await client.until('This channel is linked');
    await at('Daan Smit', 'API Credentials');
    await client.say(`request ${wants}`);
    await client.until('Ask for access');
    await field('Why do you need it').fill('I look after the nightly search.');
    await field('Who in your organisation').fill('Anna Jansen');
    await judged();
    await client.press('Send request');
    await client.until('Your request is on its way');
    await at('Anna Jansen', 'Credential managers');
    await client.until(/^Daan Smit asks for access to/);
    await judged();
    await client.press('Confirm');
    await client.until(/Confirmed by Anna Jansen/);
    await at('Eva Lind', 'IT operations');
    await client.until(/^Daan Smit asks for access to/);
    await judged();
    await client.press('Approve');
    await client.until(/Approved by Eva Lind/);
    await judged();
    await at('Daan Smit', 'API Credentials');
    await client.until('You are a credential manager now');
    await judged();
  });

  it('lets an administrator assign a person they mention, unassign the last manager after a second question, and read the record', async () => {
    await at('Eva Lind', 'IT operations');
    await client.say('assign');
    await client.until('Who gets the role?');
    await judged();
    await client.say('assign @[Finn Weber] Partner-SE-Cellbanken-SMC');
    await client.until('Who in the organisation confirmed this?');
    await field('Who in the organisation confirmed this').fill('Maja Berg');
    await judged();
    await client.press('Assign');
    await client.until('Role assigned');
    await client.say('managers Partner-SE-Cellbanken-SMC');
    await client.until(/confirmed by Maja Berg/);
    await judged();
    await client.press('Remove');
    await client.press(/^Remove/);
    await client.until('Remove the last manager?');
    await judged();
    await client.press('Remove the last manager');
    await client.until('Role removed');
    await client.say('managers');
    await client.until('Applications that lack managers');
    await judged();
    await client.say('audit');
    await client.until('Record of what was done');
    await judged();
    expect(client.complaints).toEqual([]);
  });

  it('leads an administrator from the overview to what cannot connect, and lets them change nothing of it', async () => {
    const buttons = (name: string) => client.page.locator('#log .card').last().getByRole('button', { name });
    await at('Eva Lind', 'API Credentials');
    await client.say('overview');
    await client.until('By organisation');
    await judged();
    await client.pressTitled('Show the applications that cannot connect');
    await client.until('Filter:');
    await judged();
    await client.pressTitled('Show Partner-DE-Stammzell-Register-Nord-DM');
    await client.until('You see this as an administrator.');
    await judged();
    for (const name of ['Create new secret', 'Rotate', 'Delete']) expect(await buttons(name).count()).toBe(0);
    await client.say('expiring all');
    await client.until('What expires soon');
    await judged();
    expect(client.complaints).toEqual([]);
  });
});
