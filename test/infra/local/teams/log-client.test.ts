import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible, expectFits } from '../../../browser/accessible.ts';
import { closeContexts, sharedChromium } from '../../../browser/chromium.ts';
import { openTeams, type TeamsBench, withCard } from '../teams-bench.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';
const lines = (count: number, text = 'line') =>
  Array.from({ length: count }, (_, i) => ({ type: 'TextBlock', text: `${text} ${i + 1}` }));
const card = (body: readonly object[], title?: string) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  ...(title === undefined ? {} : { actions: [{ type: 'Action.Execute', title, verb: 'go' }] }),
});

let browser: Browser;
let bench: TeamsBench;
let page: Page;
beforeAll(async () => {
  browser = await sharedChromium();
  bench = await openTeams();
}, 60_000);
afterAll(async () => {
  await closeContexts();
  await bench.close();
});

const channel = () => bench.teams.channelId('Credential managers');
async function send(content: object, where = channel()): Promise<string> {
  const { body } = await bench.api('POST', `/${encodeURIComponent(where)}/activities`, withCard(content));
  return String(body['id']);
}
async function actAs(name: string): Promise<void> {
  const value = (await page.locator('#acting option', { hasText: name }).getAttribute('value')) ?? '';
  await page.locator('#acting').selectOption({ value });
  await page.locator(`body[data-acting="${value}"]`).waitFor();
}
const room = (name: string) => page.locator('#rail').getByRole('button', { name });
const boxOf = async (text: string) => {
  const [box, log] = [
    await page.getByText(text, { exact: true }).boundingBox(),
    await page.locator('#log').boundingBox(),
  ];
  if (box === null || log === null) throw new Error(`${text} is not drawn`);
  return { inSight: box.y >= log.y - 1 && box.y + box.height <= log.y + log.height + 1 };
};

describe.each([
  { colorScheme: 'light', viewport: { width: 1200, height: 800 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 740 } },
] as const)('the page, $colorScheme, $viewport.width wide', (look) => {
  beforeAll(async () => {
    page = await (await browser.newContext({ ...look, reducedMotion: 'reduce' })).newPage();
  });
  afterAll(() => page.context().close());
  beforeEach(async () => {
    await page.goto(bench.teams.url);
    await page.locator('body[data-acting]').waitFor();
    await actAs('Anna');
    await room('Credential managers').click();
  });

  test('opens with the newest in sight, and keeps it there when a card grows late', async () => {
    await send(card(lines(60, 'older')));
    await send(card([...lines(3), { type: 'TextBlock', text: 'newest' }]));
    await page.reload();
    await page.locator('body[data-acting]').waitFor();
    await room('Credential managers').click();
    await page.getByText('newest', { exact: true }).last().waitFor();
    const newest = page.getByText('newest', { exact: true }).last();
    const grow = "document.querySelector('#log').firstElementChild.style.paddingBottom = '600px'";
    await page.evaluate(grow);
    await expect.poll(async () => ((await newest.boundingBox())?.y ?? 9e9) < (look.viewport.height ?? 0)).toBe(true);
  });

  test('keeps in sight what was pressed, also if a tall message comes below it', async () => {
    bench.answer = () => ({
      status: 200,
      body: { statusCode: 200, type: CARD, value: card([{ type: 'TextBlock', text: `answer ${look.colorScheme}` }]) },
    });
    await send(card(lines(4, 'question'), `Go ${look.colorScheme}`));
    await page.getByRole('button', { name: `Go ${look.colorScheme}` }).click();
    await page.getByText(`answer ${look.colorScheme}`, { exact: true }).waitFor();
    await send(card(lines(60, 'tall')));
    await page.getByText('tall 60', { exact: true }).last().waitFor({ state: 'attached' });
    expect(await boxOf(`answer ${look.colorScheme}`)).toEqual({ inSight: true });
  });

  test('keeps the marks of what is unread for each person, also while acting as somebody else', async () => {
    const unread = (name: string) => room(name).locator('.unread');
    await room('API Credentials').click();
    await send(card(lines(1)));
    await unread('Credential managers').waitFor();
    await actAs('Bram');
    await room('Credential managers').click();
    await room('API Credentials').click();
    expect(await unread('Credential managers').count()).toBe(0);
    await actAs('Anna');
    expect(await unread('Credential managers').count()).toBe(1);
    await actAs('Bram');
    expect(await unread('Credential managers').count()).toBe(0);
  });

  test('does not read a card out whole when its answer takes its place, and names each button of a list', async () => {
    const row = (name: string) => ({
      type: 'ActionSet',
      actions: [{ type: 'Action.Execute', title: 'Delete', tooltip: `Remove ${name}`, verb: 'go' }],
    });
    const short = { fallbackText: `In short ${look.colorScheme}` };
    bench.answer = () => ({
      status: 200,
      body: { statusCode: 200, type: CARD, value: { ...card(lines(20, 'long')), ...short } },
    });
    await send(card([row('one'), row('two')]));
    await page.getByRole('button', { name: 'Delete – Remove two', exact: true }).last().click();
    const said = page.getByRole('status').filter({ hasText: `The card has changed: ${short.fallbackText}` });
    await said.waitFor({ state: 'attached' });
    expect(await page.getByRole('log').getAttribute('aria-live')).toBe('off');
  });

  test('finds, signs in to and posts from the compose box, without a fault of accessibility', async () => {
    const found = { contentType: CARD, content: card([{ type: 'TextBlock', text: `posted ${look.colorScheme}` }]) };
    const line = { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title: 'One', text: 'soon' } };
    const attachments = [{ ...found, preview: line }];
    bench.answer = () => ({
      status: 200,
      body: { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } },
    });
    await page.getByRole('button', { name: 'Find an application' }).click();
    await page.getByRole('button', { name: 'One' }).waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await page.getByRole('button', { name: 'One' }).click();
    await page.getByText(`posted ${look.colorScheme}`, { exact: true }).waitFor();
    expect(await page.locator('#search').isHidden()).toBe(true);
  });
});
