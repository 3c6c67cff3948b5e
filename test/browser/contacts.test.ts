import type { Browser, Page } from 'playwright-core';
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
  { colorScheme: 'light', viewport: { width: 1200, height: 900 }, address: 'desk@matchwell.example', first: true },
  { colorScheme: 'dark', viewport: { width: 390, height: 740 }, address: 'oncall@matchwell.example', first: false },
] as const;

describe.each(looks)('designated contacts, $colorScheme, $viewport.width wide', ({ address, first, ...look }) => {
  let client: Client;
  beforeAll(async () => {
    client = await openClient(await browser.newContext({ ...look, reducedMotion: 'reduce' }), bot.teams.url);
    await client.actAs('Eva Lind');
    await client.open('API Credentials');
  });
  afterAll(() => client?.page.context().close());

  const judged = async (page: Page) => {
    await expectAccessible(page);
    await expectFits(page);
  };

  it('are added with a form that keeps what was typed and says what is wrong with it', async () => {
    await client.say('contact Matchwell desk@');
    if (first) await client.signIn('Eva Lind');
    await client.until('This is no mail address that I can write to: desk@');
    await judged(client.page);
    await client.page.locator('#log').getByLabel('Mail addresses').last().fill(address);
    await client.press('Add');
    await client.until('Each of these addresses gets one e-mail');
    await judged(client.page);
  });

  it('confirm themselves on a page that the link in the mail opens in a window of its own', async () => {
    const mail = client.page.locator('#mail > li', { hasText: address }).last();
    await mail.waitFor({ state: 'attached' });
    await client.page.getByRole('button', { name: 'World', exact: true }).click();
    await mail.locator('summary').click();
    const link = mail.frameLocator('iframe').getByRole('link', { name: 'Confirm or refuse this address' });
    const [page] = await Promise.all([client.page.waitForEvent('popup'), link.click()]);
    await page.getByRole('heading', { name: 'Shall reminders come to this address?' }).waitFor();
    await judged(page);
    await page.getByRole('button', { name: 'Yes, send them here' }).click();
    await page.getByRole('heading', { name: 'This address is confirmed' }).waitFor();
    await judged(page);
    await page.goBack();
    await page.reload();
    await page.getByRole('heading', { name: 'This link cannot be used any more' }).waitFor();
    await judged(page);
    await page.close();
  });

  it('are listed with their state and their buttons', async () => {
    await client.page.getByRole('button', { name: 'World', exact: true }).click();
    await client.say('contacts');
    await client.until(address);
    await client.until(/✔ Confirmed on/);
    await judged(client.page);
    expect(client.complaints.filter((text) => !text.includes('410'))).toEqual([]);
  });
});
