import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalBot, startLocalBot } from '../journeys/local-bot.ts';
import { expectAccessible, expectFits } from './accessible.ts';
import { closeContexts, sharedChromium } from './chromium.ts';
import { type Client, openClient } from './client.ts';

let bot: LocalBot;
let browser: Browser;
beforeAll(async () => {
  [bot, browser] = await Promise.all([startLocalBot({}, { embedded: true }), sharedChromium()]);
  await bot.teams.install();
});
afterAll(async () => {
  await closeContexts();
  await bot.close();
});

const looks = [
  { person: 'Anna', colorScheme: 'light', viewport: { width: 1200, height: 900 } },
  { person: 'Clara', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const;

describe.each(looks)('the Teams page, $colorScheme, $viewport.width wide', (look) => {
  let client: Client;
  beforeAll(async () => {
    client = await openClient(await browser.newContext({ ...look, reducedMotion: 'reduce' }), bot.teams.url);
  });
  afterAll(() => client.page.context().close());

  it('lets a manager do the whole main job: silent for reading, with a popup that closes itself for the change', async () => {
    await client.actAs(look.person);
    await client.say('list');
    await client.until('Your applications');
    await expectAccessible(client.page);
    await client.pickBeside(/^(Show|Rotate a secret of) Partner/, 'Create new secret');
    await client.until('Create a new client secret');
    await client.press('Create');
    await client.signIn(look.person);
    await client.until('Your new client secret');
    await expectAccessible(client.page);
    const value = await client.page.locator('.code-block pre, .code-block code').last().textContent();
    expect(value?.length).toBeGreaterThan(20);
    await client.press('I have stored it');
    await client.page.getByText(value ?? '').waitFor({ state: 'detached' });
    expect(client.complaints).toEqual([]);
  });

  it('is never wider than its window', () => expectFits(client.page));
});
