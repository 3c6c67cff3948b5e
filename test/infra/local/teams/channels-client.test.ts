import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible, expectFits } from '../../../browser/accessible.ts';
import { closeContexts, sharedChromium } from '../../../browser/chromium.ts';
import { type Client, openClient } from '../../../browser/client.ts';
import { openTeams, type TeamsBench } from '../teams-bench.ts';

let browser: Browser;
let bench: TeamsBench;
beforeAll(async () => {
  browser = await sharedChromium();
  bench = await openTeams();
}, 60_000);
afterAll(async () => {
  await closeContexts();
  await bench.close();
});

const looks = [
  { colorScheme: 'light', viewport: { width: 1200, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

describe.each(looks)('channels at the page, $colorScheme, $viewport.width wide', (look) => {
  let client: Client;
  let page: Page;
  beforeAll(async () => {
    const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
    client = await openClient(context, bench.teams.url);
    ({ page } = client);
  });
  afterAll(() => page.context().close());
  beforeEach(async () => {
    bench.seen.length = 0;
    await client.actAs('Daan Smit');
  });

  const room = (name: string) => page.locator('#rail').getByRole('button', { name });
  const about = () => page.locator('#chat-about').textContent();
  const inPanel = async (label: string) => {
    if (await page.locator('#world').isHidden()) await page.locator('#world-toggle').click();
    const box = page.getByLabel(label);
    if (!(await box.isVisible())) await page.locator('summary', { hasText: 'Trouble' }).click();
    await box.click();
    await page.locator('#world-close').click();
  };

  test('a private and a shared channel say in words what they are, and a standard one needs no words', async () => {
    await room('Matchwell managers Stem Cell Partners Private channel').click();
    expect(await about()).toBe('Private channel: Anna Jansen, Bram Visser, Daan Smit');
    await room('Partner exchange Stem Cell Partners Shared channel').click();
    expect(await about()).toBe('Shared channel: Daan Smit, Eva Lind, Iris Berg, Maja Berg (External)');
    expect(await room('IT operations').textContent()).not.toContain('channel');
    await expectAccessible(page);
    await expectFits(page);
  });

  test('a person of another organisation can be acted as, and sees and uses the shared channel only', async () => {
    await client.actAs('Maja Berg');
    expect(await page.locator('#rail button').count()).toBe(1);
    await client.say('list');
    const heard = await bench.teams.waitFor(() => bench.seen[0]?.activity);
    expect(heard.from.aadObjectId).toBe(bench.world.outsiders[0]?.oid);
    await expectAccessible(page);
  });

  test('a channel that is not shared any more loses that person, at the page of everybody', async () => {
    await client.open('Partner exchange');
    await inPanel('Partner exchange is shared with Cellbanken');
    await expect.poll(about).toBe('Shared channel: Daan Smit, Eva Lind, Iris Berg');
    await page.locator('#acting option', { hasText: 'Maja Berg' }).waitFor({ state: 'detached' });
    await inPanel('Partner exchange is shared with Cellbanken');
    await page.locator('#acting option', { hasText: 'Maja Berg' }).waitFor({ state: 'attached' });
  });

  test('a channel says when the bot was removed from it alone', async () => {
    await client.open('Matchwell managers');
    await inPanel('Bot is removed from Matchwell managers');
    await page.locator('#chat-unheard').waitFor({ state: 'visible' });
    await client.open('IT operations');
    await page.locator('#chat-unheard').waitFor({ state: 'hidden' });
    await inPanel('Bot is removed from Matchwell managers');
    expect(client.complaints).toEqual([]);
  });
});
