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
  {
    person: 'Anna Jansen',
    scope: 'Matchwell',
    channel: 'Credential managers',
    application: 'Partner-NL-Matchwell-SMC',
    secret: 'Secret by Bram Visser',
    colorScheme: 'light',
    viewport: { width: 1200, height: 900 },
  },
  {
    person: 'Clara Vogel',
    scope: 'Stammzell-Register-Nord',
    channel: 'Registry systems',
    application: 'Partner-DE-Stammzell-Register-Nord-SMC',
    secret: 'Nightly search',
    colorScheme: 'dark',
    viewport: { width: 360, height: 740 },
  },
] as const;

describe.each(looks)('the Teams page, $colorScheme, $viewport.width wide', (look) => {
  let client: Client;
  beforeAll(async () => {
    client = await openClient(await browser.newContext({ ...look, reducedMotion: 'reduce' }), bot.teams.url);
  });
  afterAll(() => client?.page.context().close());

  it('shows a reminder in the channel, and lets a manager say that they are on it', async () => {
    await client.actAs(look.person);
    await client.open(look.channel);
    await client.say(`link ${look.scope}`);
    await client.signIn(look.person);
    await client.until('This channel is linked');
    await client.actAs('Eva Lind');
    await client.open('API Credentials');
    await client.say('sweep');
    await client.until('Sweep completed');
    await expectAccessible(client.page);
    await client.actAs(look.person);
    await client.open(look.channel);
    await client.until('Client secrets that need attention');
    await expectAccessible(client.page);
    await client.pickBeside(`Rotate ${look.secret}`, "I'm on it");
    await client.until(new RegExp(`${look.person} has been on it since`));
    await expectAccessible(client.page);
    await expectFits(client.page);
  });

  it('leads a manager from the reminder through the four steps, until the reminder says that it is settled', async () => {
    await client.pressTitled(`Rotate ${look.secret}`);
    await client.until('Rotate a client secret');
    await expectAccessible(client.page);
    await client.press('Create the new secret');
    await client.until('Create a new client secret');
    await client.press('Create');
    await client.until('Your new client secret');
    await client.press('I have stored it');
    await client.press('My system has the new secret');
    bot.world.switchSystems(new Date());
    await client.press('The connection works');
    // Entra's report takes five questions in ten seconds. If it was asked too often, the card shows the use after a refresh.
    const firstUse = client.page.locator('#log').getByText(/New secret first used/);
    const refreshed = async () => {
      if ((await firstUse.count()) === 0) await client.press('Refresh');
      return firstUse.count();
    };
    await expect.poll(refreshed, { timeout: 25_000, interval: 2_000 }).toBeGreaterThan(0);
    await expectAccessible(client.page);
    await client.press('Delete the old secret');
    // The old secret was used a short time ago.
    await client.until(/it counts as safe to delete from/);
    const typed = client.page.getByLabel('Type the application’s name to confirm').last();
    await typed.fill(look.application);
    await client.press('Delete secret');
    await client.until(/Rotation finished/);
    await client.until(new RegExp(`Deleted by ${look.person}`));
    await expectAccessible(client.page);
    await expectFits(client.page);
    expect(client.complaints).toEqual([]);
  });

  it('shows what else expires as an accessible timeline that fits its window', async () => {
    await client.say('expiring');
    await client.until('What expires soon');
    await expectAccessible(client.page);
    await expectFits(client.page);
  });
});
