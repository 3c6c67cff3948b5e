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

/** Teams draws no code blocks on a phone. */
function isPhone({ viewport }: (typeof looks)[number]): boolean {
  return viewport.width < 600;
}

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
    const drawn = await client.page.locator('.code-block').count();
    expect(drawn).toBe(isPhone(look) ? 0 : 2);
    const [value, clientId] = await client.newSecret();
    expect(value?.length).toBeGreaterThan(30);
    expect(clientId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    const card = client.page.getByRole('heading', { name: 'Your new client secret' });
    await client.press('I have stored it');
    await card.waitFor({ state: 'detached' });
    expect(await client.page.content()).not.toContain(value);
    expect(client.complaints).toEqual([]);
  });

  it('shows fields instead of code blocks when the window becomes as narrow as a phone', async () => {
    await client.say('help token');
    await client.until('curl');
    const { width, height } = look.viewport;
    await client.page.setViewportSize({ width: 390, height });
    await expect.poll(() => client.page.locator('.code-block').count()).toBe(0);
    await client.page.setViewportSize({ width: 1200, height });
    await expect.poll(() => client.page.locator('.code-block').count()).toBe(1);
    await client.page.setViewportSize({ width, height });
  });

  it('is never wider than its window', () => expectFits(client.page));
});
