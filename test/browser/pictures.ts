import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { type LocalBot, startLocalBot } from '../journeys/local-bot.ts';
import { launchChromium } from './chromium.ts';
import { type Client, openClient } from './client.ts';

const FOLDER = fileURLToPath(new URL('./pictures/', import.meta.url));
const VALUE = '#log .code-block pre';
const DOTS = '•'.repeat(40);
const LOOK = { viewport: { width: 1200, height: 900 }, colorScheme: 'light', locale: 'en-GB' } as const;

/** No picture holds a value, not even one of the local world. */
async function draw(page: Page, name: string): Promise<void> {
  await page.evaluate(`for (const one of document.querySelectorAll('${VALUE}')) one.textContent = '${DOTS}';`);
  const values = await page.locator(VALUE).allTextContents();
  if (values.some((text) => text !== DOTS)) throw new Error('a value would be in the picture');
  // A button that was pressed has had its answer.
  await page.locator('.card.busy').waitFor({ state: 'detached' });
  // Away from the button that was pressed last, which would show that it is pointed at.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${FOLDER}${name}.png` });
}

/** A new secret in a channel, in a message that only one person sees. */
async function drawSecret(client: Client): Promise<void> {
  await client.actAs('Anna');
  await client.open('Credential managers');
  await client.say('create Partner-NL-Matchwell-SMC');
  await client.signIn('Anna');
  await client.until('Create a new client secret');
  await client.press('Create');
  await client.page.locator(VALUE).waitFor();
  await client.until('Client secret created');
  await draw(client.page, 'create-secret');
}

/** A reminder in the managers' channel, and the rotation that one of them begins from it, half done. */
async function drawReminder(client: Client, bot: LocalBot): Promise<void> {
  await client.actAs('Anna');
  await client.open('Credential managers');
  await client.say('link Matchwell');
  await client.signIn('Anna');
  await client.until('This channel is linked');
  await client.actAs('Eva');
  await client.open('API Credentials');
  await client.say('sweep');
  await client.until('Sweep completed');
  await client.actAs('Anna');
  await client.open('Credential managers');
  await client.pickBeside('Rotate Secret by Anna Jansen', "I'm on it");
  await client.until(/Anna Jansen has been on it/);
  await draw(client.page, 'digest');
  await drawMenu(client);
  await drawRotation(client, bot);
  await drawChat(client);
}

/** On a telephone: the actions beside the main one of a row. */
async function drawMenu({ page }: Client): Promise<void> {
  const wide = page.viewportSize() ?? LOOK.viewport;
  await page.setViewportSize({ width: 390, height: 800 });
  await page
    .locator('.ac-actionSet', { hasText: 'Rotate now' })
    .last()
    .getByRole('button', { name: 'More options' })
    .click();
  await page.getByRole('menuitem', { name: 'Show', exact: true }).waitFor();
  await draw(page, 'menu');
  await page.keyboard.press('Escape');
  await page.setViewportSize(wide);
}

/** The first page of help, and the record of what the pictures before have shown. */
async function drawChat(client: Client): Promise<void> {
  await client.open('API Credentials');
  await client.say('hello');
  await client.until('What I can do');
  await draw(client.page, 'help');
  await client.say('audit');
  await client.until('Record of what was done');
  await draw(client.page, 'record');
}

async function drawRotation(client: Client, bot: LocalBot): Promise<void> {
  await client.pressTitled('Rotate Secret by Bram Visser');
  await client.press('Create the new secret');
  await client.press('Create');
  await client.press('I have stored it');
  await client.press('My system has the new secret');
  bot.world.switchSystems(new Date());
  await client.until(/^3. Confirm/);
  await client.press('Refresh');
  await client.until(/New secret first used/);
  await draw(client.page, 'rotation');
}

/** A request for access, on the card on which a manager has confirmed it and an administrator decides. */
async function drawRequest(client: Client): Promise<void> {
  const { page } = client;
  await client.actAs('Eva');
  await client.open('IT operations');
  await client.say('link admin');
  await client.signIn('Eva');
  await client.until('This channel is linked');
  await client.actAs('Daan');
  await client.open('API Credentials');
  await client.say('request Matchwell');
  await client.until('Ask for access');
  await page.getByLabel('Why do you need it').fill('I look after our connector while Bram is away.');
  await page.getByLabel('Who in your organisation').fill('Anna Jansen');
  await client.press('Send request');
  await client.until('Your request is on its way');
  await client.actAs('Anna');
  await client.open('API Credentials');
  await client.until('That is:');
  await client.press('Confirm');
  await client.until('Confirmed by Anna Jansen');
  await client.actAs('Eva');
  await client.open('IT operations');
  await client.until('Confirmed by Anna Jansen');
  await draw(page, 'request');
}

/** Each in a world of its own. */
async function inNewWorld(browser: Browser, show: (client: Client, bot: LocalBot) => Promise<void>): Promise<void> {
  const bot = await startLocalBot({}, { embedded: true });
  try {
    await bot.teams.install();
    await show(await openClient(await browser.newContext(LOOK), bot.teams.url), bot);
  } finally {
    await bot.close();
  }
}

const browser = await launchChromium();
try {
  await mkdir(FOLDER, { recursive: true });
  await inNewWorld(browser, drawSecret);
  await inNewWorld(browser, drawReminder);
  await inNewWorld(browser, drawRequest);
} finally {
  await browser.close();
}
