import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeContexts, sharedChromium } from '../../browser/chromium.ts';
import { openTeams, type TeamsBench, withCard } from './teams-bench.ts';

const MENTION = { type: 'mention', text: '<at>Anna</at>', mentioned: { id: '29:1anna-local-account', name: 'Anna' } };
const LONG = `Not yours. ${'Averylongwordwithoutanyspace'.repeat(12)}`;

let browser: Browser;
let bench: TeamsBench;
let swept: () => void = () => undefined;
beforeAll(async () => {
  browser = await sharedChromium();
  const passDays = async () => {
    bench.teams.botState('running its daily sweep');
    await new Promise<void>((resolve) => {
      swept = resolve;
    });
    bench.teams.botState('running');
  };
  bench = await openTeams({ controls: { passDays } });
}, 60_000);
afterAll(async () => {
  await closeContexts();
  await bench.close();
});

const looks = [
  { colorScheme: 'light', viewport: { width: 1200, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const;

describe.each(looks)('the page, $colorScheme, $viewport.width wide', (look) => {
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    page = await (await browser.newContext({ ...look, reducedMotion: 'reduce' })).newPage();
  });
  afterAll(() => page.context().close());
  beforeEach(async () => {
    complaints = [];
    page.removeAllListeners('console');
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(bench.teams.url);
    await page.locator('#acting option').first().waitFor({ state: 'attached' });
    const [clara] = await page.locator('#acting').selectOption({ label: await labelOf(page, 'Clara') });
    // The page is drawn for her when it has asked what she sees.
    await page.locator(`body[data-acting="${clara}"]`).waitFor();
  });

  const room = (name: string) => page.locator('#rail').getByRole('button', { name });
  const send = async (channel: string, card: unknown) => {
    const path = `/${encodeURIComponent(bench.teams.channelId(channel))}/activities`;
    return String((await bench.api('POST', path, withCard(card))).body['id']);
  };
  const world = async () => {
    if (await page.locator('#world').isHidden()) await page.locator('#world-toggle').click();
  };
  const trouble = async (name: string) => {
    if (!(await page.getByLabel(name).isVisible())) await page.getByText('Trouble').click();
    await page.getByLabel(name).click();
  };

  test('channels of several teams can be told apart', async () => {
    expect(await page.locator('#rail .label').allInnerTexts()).toEqual([
      'API Credentials\nChat with the bot',
      'Credential managers\nStem Cell Partners',
      'IT operations\nStem Cell Partners',
      'Registry systems\nStammzell-Register-Nord',
    ]);
  });

  test('a message can be quoted, until the person changes their mind', async () => {
    await room('IT operations').click();
    const id = await send('IT operations', {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [{ type: 'TextBlock', text: 'Quote me' }],
    });
    const message = page.locator(`[data-id="${id}"]`);
    const reply = message.getByRole('button', { name: 'Reply to API Credentials' });
    await message.hover();
    await reply.click();
    await page.getByRole('button', { name: 'Do not quote this message' }).click();
    expect(await page.locator('#replying').isHidden()).toBe(true);
    await reply.click();
    await page.getByText('Replying to API Credentials').waitFor();
    await page.locator('#text').fill('list');
    await page.locator('#text').press('Enter');
    await page.locator('.message.mine .quotation').getByText('Quote me').last().waitFor();
    expect(await page.locator('#replying').isHidden()).toBe(true);
    const sent = `<quoted messageId="${id}"/> <at>API Credentials</at> list`;
    await expect.poll(() => bench.seen.at(-1)?.activity.text).toBe(sent);
    expect(complaints).toEqual([]);
  });

  test('a mention with its entity is drawn as one, any other stays the text it is', async () => {
    await room('IT operations').click();
    const body = [{ type: 'TextBlock', text: 'Ask **<at>Anna</at>** now', wrap: true }];
    await send('IT operations', { type: 'AdaptiveCard', version: '1.5', body, msteams: { entities: [MENTION] } });
    expect(await page.locator('.card .at').last().textContent()).toBe('Anna');
    const hostile = [{ type: 'RichTextBlock', inlines: ['<at>Anna</at> \u0001Bram\u0002'] }];
    await send('IT operations', { type: 'AdaptiveCard', version: '1.5', body: hostile });
    const last = page.locator('.card').last();
    await last.getByText('<at>Anna</at>').waitFor();
    expect(await last.locator('.at').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a note below a card wraps, is in sight, and goes when the card is updated', async () => {
    bench.answer = () => ({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: LONG },
    });
    await room('Credential managers').click();
    const actions = [{ type: 'Action.Execute', title: 'Rotate now', verb: 'digest-item' }];
    const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Due' }], actions };
    const id = await send('Credential managers', card);
    await page.locator('#log').getByRole('button', { name: 'Rotate now' }).last().click();
    const note = page.locator('.note').last();
    await note.waitFor();
    expect(await page.evaluate(`(${beyondEdges})('.note', '#log')`)).toEqual({ right: 0, below: 0 });
    await expectAccessible(page);
    const path = `/${encodeURIComponent(bench.teams.channelId('Credential managers'))}/activities/${id}`;
    await bench.api('PUT', path, withCard({ ...card, actions: [] }));
    await note.waitFor({ state: 'detached' });
    bench.answer = () => ({ status: 200 });
  });

  test('a mail appears in the outbox as it is sent, and its HTML can do nothing', async () => {
    await world();
    const { world: tenant } = bench;
    const mails = page.locator('#mail > li');
    const before = await mails.count();
    const at = new Date().toISOString();
    const sender = { from: tenant.mailbox, fromName: tenant.mailboxName };
    const mail = { at, ...sender, to: ['clara.vogel@registers.example'] } as const;
    tenant.keepMail({ ...mail, subject: 'Plain', contentType: 'Text', content: 'No <b>markup</b>' });
    const hostile =
      '<p style="color:red">Hello</p><script>top.document.title="taken"</script><img src="https://x.example/">';
    tenant.keepMail({ ...mail, subject: 'Rich', contentType: 'HTML', content: hostile });
    await mails.nth(before + 1).waitFor();
    expect(await mails.nth(0).locator('.subject').textContent()).toBe('Rich');
    await mails.nth(1).locator('summary').click();
    await mails.nth(1).getByText('No <b>markup</b>').waitFor();
    await mails.nth(0).locator('summary').click();
    expect(await mails.nth(0).locator('iframe').getAttribute('sandbox')).toBe(
      'allow-popups allow-popups-to-escape-sandbox',
    );
    await mails.nth(0).frameLocator('iframe').getByText('Hello').waitFor();
    expect(await page.title()).not.toBe('taken');
    await expectAccessible(page);
  });

  test('while a day passes the panel says what happens, and nothing else can be pressed', async () => {
    await world();
    await page.getByRole('button', { name: 'A day passes' }).click();
    const busy = page.getByRole('button', { name: 'The bot runs its daily sweep…' });
    await busy.waitFor();
    expect(await page.getByRole('button', { name: 'A week passes' }).isDisabled()).toBe(true);
    await page.locator('#bot-state', { hasText: 'running its daily sweep' }).waitFor();
    swept();
    await page.getByText('A day has passed').waitFor();
    expect(await page.getByRole('button', { name: 'A week passes' }).isEnabled()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('a channel says when the bot was removed from its team', async () => {
    await room('Registry systems Stammzell').click();
    await world();
    await trouble('Bot is removed from Stammzell-Register-Nord');
    await page.locator('#chat-unheard').waitFor({ state: 'visible' });
    await trouble('Bot is removed from Stammzell-Register-Nord');
    await page.locator('#chat-unheard').waitFor({ state: 'hidden' });
    await expectAccessible(page);
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  });
});

/** Returns how far the last of these elements reaches out of its box. It runs in the page. */
const beyondEdges = `(selector, box) => {
  const one = [...document.querySelectorAll(selector)].at(-1);
  const { bottom } = one.getBoundingClientRect();
  const below = bottom - document.querySelector(box).getBoundingClientRect().bottom;
  return { right: one.scrollWidth - one.clientWidth, below: Math.max(0, Math.round(below)) };
}`;

async function labelOf(page: Page, name: string): Promise<string> {
  return (await page.locator('#acting option', { hasText: name }).textContent()) ?? '';
}

/** Expects that axe finds nothing serious. The content of a mail is not checked. */
async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    "axe.run(document, { iframes: false }).then((r) => r.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => [v.id, v.nodes[0].html]))",
  );
  expect(found).toEqual([]);
}
