import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { type LocalBot, startLocalBot } from '../journeys/local-bot.ts';
import { launchChromium } from './chromium.ts';
import { type Client, openClient } from './client.ts';

const FOLDER = fileURLToPath(new URL('./pictures/', import.meta.url));
const DOTS = '•'.repeat(40);
/** What shows the value of a new secret: the first block of its message or, on a phone, the first field. */
const VALUES = `[...document.querySelectorAll('#log .card')]
  .filter((card) => card.querySelector('[role="heading"]')?.textContent === 'Your new client secret')
  .map((card) => card.querySelector('.code-block pre, textarea'))`;
/** Returns the values that it has hidden. */
const HIDE = `${VALUES}.map((one) => {
  const key = 'value' in one ? 'value' : 'textContent';
  const value = one[key];
  one[key] = '${DOTS}';
  return value;
})`;
/** All that can be read on the page. */
const READ = `[document.body.innerText, ...[...document.querySelectorAll('textarea')].map(({ value }) => value)]`;
const LOOK = { viewport: { width: 1200, height: 900 }, colorScheme: 'light', locale: 'en-GB' } as const;

/** No picture holds a value, not even one of the local world. */
async function draw(page: Page, name: string): Promise<void> {
  const values = await page.evaluate<string[]>(HIDE);
  const read = await page.evaluate<string[]>(READ);
  if (values.some((value) => read.some((text) => text.includes(value)))) throw new Error('a value would be read');
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
  await client.page.getByRole('heading', { name: 'Your new client secret' }).waitFor();
  await client.until('Client secret created');
  await draw(client.page, 'create-secret');
  await drawOnPhone(client.page);
}

/** Draws the same message on a telephone: Teams draws no code block there. */
async function drawOnPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.locator('textarea').first().waitFor();
  await page.evaluate(`${VALUES}.at(-1).closest('article').scrollIntoView()`);
  await draw(page, 'create-secret-phone');
}

/** A reminder by mail: on a wide screen, and in the dark on a telephone. */
async function drawMail({ page }: Client, bot: LocalBot): Promise<void> {
  const isToAnna = ({ to }: { readonly to: readonly string[] }) => to.some((address) => address.startsWith('anna'));
  const mails = () => bot.world.sentMail;
  await bot.teams.waitFor(() => mails().some(isToAnna));
  await page.goto(new URL(`/api/mail/${mails().findIndex(isToAnna)}`, bot.teams.url).href);
  await page.screenshot({ path: `${FOLDER}mail.png` });
  await page.setViewportSize({ width: 390, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: `${FOLDER}mail-phone.png`, fullPage: true });
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
  // The welcome above has the same heading.
  await client.page.locator('#log article').last().getByText('What I can do').waitFor();
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

const WORLDS = { secret: drawSecret, reminder: drawReminder, mail: drawMail, request: drawRequest };
const wanted = process.argv.slice(2);
const browser = await launchChromium();
try {
  await mkdir(FOLDER, { recursive: true });
  for (const [name, show] of Object.entries(WORLDS))
    if (wanted.length === 0 || wanted.includes(name)) await inNewWorld(browser, show);
} finally {
  await browser.close();
}
