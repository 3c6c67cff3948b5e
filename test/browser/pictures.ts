import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startLocalBot } from '../journeys/local-bot.ts';
import { launchChromium } from './chromium.ts';
import { openClient } from './client.ts';

const FOLDER = fileURLToPath(new URL('./pictures/', import.meta.url));
const VALUE = '#log .code-block pre';
const DOTS = '•'.repeat(40);

/** Draws the README's picture: a new secret in a channel, in a message that only one person sees. */
async function drawCreateSecret(page: Page): Promise<void> {
  const value = page.locator(VALUE);
  // No picture holds a value, not even one of the local world.
  await page.evaluate(`for (const one of document.querySelectorAll('${VALUE}')) one.textContent = '${DOTS}';`);
  if ((await value.allTextContents()).some((text) => text !== DOTS)) throw new Error('a value would be in the picture');
  await page.screenshot({ path: `${FOLDER}create-secret.png` });
}

const bot = await startLocalBot();
const browser = await launchChromium();
try {
  await mkdir(FOLDER, { recursive: true });
  await bot.teams.install();
  const look = { viewport: { width: 1200, height: 900 }, colorScheme: 'light', locale: 'en-GB' } as const;
  const client = await openClient(await browser.newContext(look), bot.teams.url);
  await client.actAs('Anna');
  await client.open('Credential managers');
  await client.say('create Partner-NL-Matchwell-SMC');
  await client.signIn('Anna');
  await client.until('Create a new client secret');
  await client.press('Create');
  await client.page.locator(VALUE).waitFor();
  await client.until('Client secret created');
  await drawCreateSecret(client.page);
} finally {
  await browser.close();
  await bot.close();
}
