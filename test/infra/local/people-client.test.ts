import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeContexts, sharedChromium } from '../../browser/chromium.ts';
import { type Client, openClient } from '../../browser/client.ts';
import { openTeams, type TeamsBench, withCard } from './teams-bench.ts';

const DAAN = '0a000000-0000-4000-8000-000000000004';
const FINN = '0a000000-0000-4000-8000-000000000006';

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
  { colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const;

describe.each(looks)('people at the page, $colorScheme, $viewport.width wide', (look) => {
  let client: Client;
  let page: Page;
  beforeAll(async () => {
    const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
    client = await openClient(context, bench.teams.url);
    ({ page } = client);
  });
  afterAll(() => page.context().close());
  beforeEach(async () => {
    bench.world.setLeft(FINN, false);
    bench.seen.length = 0;
    await client.actAs('Eva Lind');
    await client.open('Registry systems');
    await field().fill('');
  });

  const field = () => page.getByLabel('Message', { exact: true });
  const names = () => page.locator('#mentions [role="option"] > span').allInnerTexts();
  const active = () => page.locator('#mentions [aria-selected="true"] > span').textContent();
  /** Returns the message with this text, as the bot got it. */
  const heard = (text: string) =>
    bench.teams.waitFor(() => bench.seen.find(({ activity }) => activity.text === text)?.activity);
  const picker = async (more: object = {}) => {
    const query = { type: 'Data.Query', dataset: 'graph.microsoft.com/users' };
    const input = { type: 'Input.ChoiceSet', id: 'people', label: 'People', 'choices.data': query, ...more };
    const actions = [{ type: 'Action.Execute', title: 'Unassign', verb: 'go', style: 'destructive' }];
    const path = `/${encodeURIComponent(bench.teams.channelId('Registry systems'))}/activities`;
    const card = { type: 'AdaptiveCard', version: '1.5', body: [input], actions };
    const { body } = await bench.api('POST', path, withCard(card));
    const drawn = page.locator(`[data-id="${body['id']}"]`);
    await drawn.waitFor();
    const chosen = async () => {
      bench.seen.length = 0;
      await drawn.getByRole('button', { name: 'Unassign' }).click();
      const pressed = await bench.teams.waitFor(() => bench.seen[0]?.activity);
      return (pressed.value as { action: { data: Record<string, unknown> } }).action.data['people'];
    };
    const remove = () => bench.api('DELETE', `${path}/${body['id']}`);
    return { drawn, chosen, remove };
  };

  test('shows what each person is in the list of people to act as', async () => {
    const labels = await page.locator('#acting option').allInnerTexts();
    expect(labels).toHaveLength(bench.world.people.length + bench.world.outsiders.length);
    expect(labels[5]).toBe('Finn Weber · Guest from Stammzell-Register-Nord (Germany), without a role');
    expect(labels[6]).toBe('Iris Berg · Second administrator of the umbrella organisation');
    expect(labels[7]).toBe('Maja Berg · Of Cellbanken (Sweden), in a shared channel only, without an account here');
  });

  test('an @ offers the members except the bot, and the arrow keys, Enter and Escape work', async () => {
    await field().pressSequentially('assign @');
    expect(await names()).toEqual(['Clara Vogel (Guest)', 'Eva Lind', 'Finn Weber (Guest)']);
    expect(await active()).toBe('Clara Vogel (Guest)');
    await expectAccessible(page);
    await page.keyboard.press('ArrowUp');
    expect(await active()).toBe('Finn Weber (Guest)');
    expect(await field().getAttribute('aria-activedescendant')).toBe(`mention-${FINN}`);
    await page.keyboard.press('Escape');
    expect(await page.locator('#mentions').isHidden()).toBe(true);
    expect(await field().inputValue()).toBe('assign @');
    await page.keyboard.type('web');
    expect(await names()).toEqual(['Finn Weber (Guest)']);
    await page.keyboard.press('Enter');
    expect(await field().inputValue()).toBe('assign @Finn Weber ');
    await page.keyboard.type('Nord');
    await page.keyboard.press('Enter');
    const { entities } = await heard('<at>API Credentials</at> assign <at>Finn Weber</at> Nord');
    expect(JSON.stringify(entities)).toContain('29:1finn-local-account');
    await page.locator('.message.mine .bubble', { hasText: 'assign @Finn Weber Nord' }).last().waitFor();
  });

  test('the mouse can choose within a text too, and a name that was not chosen is no mention', async () => {
    await client.say('ask @[Clara Vogel] and @Eva Lind');
    const { entities } = await heard('<at>API Credentials</at> ask <at>Clara Vogel</at> and @Eva Lind');
    expect(entities?.filter(({ type }) => type === 'mention')).toHaveLength(2);
  });

  test('nobody is offered in the 1:1 chat, nor after an @ inside a word', async () => {
    await field().pressSequentially('mail eva@');
    expect(await page.locator('#mentions').isHidden()).toBe(true);
    await client.open('API Credentials');
    await field().fill('');
    await field().pressSequentially('assign @');
    expect(await page.locator('#mentions').isHidden()).toBe(true);
    expect(await field().getAttribute('role')).toBeNull();
  });

  test('a people picker offers the tenant’s people, keeps what is chosen, and sends object ids', async () => {
    const { drawn, chosen } = await picker({ isMultiSelect: true, choices: [], value: `${DAAN},${FINN}` });
    const boxes = drawn.getByRole('checkbox');
    expect(await boxes.count()).toBe(bench.world.people.length);
    expect(await drawn.getByRole('checkbox', { name: 'Finn Weber (Guest)' }).isChecked()).toBe(true);
    await expectAccessible(page);
    expect(await chosen()).toBe(`${DAAN},${FINN}`);
    await drawn.getByRole('checkbox', { name: 'Daan Smit' }).uncheck();
    await drawn.getByRole('checkbox', { name: 'Iris Berg' }).check();
    expect(await chosen()).toBe(`${FINN},0a000000-0000-4000-8000-000000000007`);
  });

  test('a picker shows its own choices first, and can be limited to this conversation', async () => {
    const query = { type: 'Data.Query', dataset: 'graph.microsoft.com/users?scope=currentContext' };
    const choices = [
      { title: 'Nobody', value: 'none' },
      { title: 'Finn', value: FINN },
    ];
    const { drawn } = await picker({ choices, 'choices.data': query });
    const options = await drawn.locator('select option').allInnerTexts();
    expect(options.filter((text) => text !== '')).toEqual(['Nobody', 'Finn', 'Clara Vogel (Guest)', 'Eva Lind']);
  });

  test('a picker of another data set offers nobody', async () => {
    const query = { type: 'Data.Query', dataset: 'graph.microsoft.com/groups' };
    const { drawn, remove } = await picker({ isMultiSelect: true, 'choices.data': query });
    expect(await drawn.getByRole('checkbox').count()).toBe(0);
    await remove();
  });

  test('a person who leaves through the panel is offered no more, and is marked in the list of people to act as', async () => {
    if (await page.locator('#world').isHidden()) await page.locator('#world-toggle').click();
    const leaver = page.getByLabel('Finn Weber has left the directory');
    if (!(await leaver.isVisible())) await page.locator('summary', { hasText: 'People' }).click();
    await leaver.check();
    await page.locator('#acting option', { hasText: 'Finn Weber · has left' }).waitFor({ state: 'attached' });
    await page.locator('#left-count', { hasText: '1 left' }).waitFor();
    expect(await page.locator('#chat-about').textContent()).toBe('Channel: Clara Vogel, Eva Lind');
    await expectAccessible(page);
    await page.locator('#world-close').click();
    await field().pressSequentially('assign @f');
    expect(await page.locator('#mentions').isHidden()).toBe(true);
    const { drawn } = await picker({ isMultiSelect: true });
    expect(await drawn.getByRole('checkbox', { name: 'Finn' }).count()).toBe(0);
    expect(client.complaints).toEqual([]);
  });
});

/** Expects that axe finds nothing serious. */
async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    "axe.run(document, { iframes: false }).then((r) => r.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => [v.id, v.nodes[0].html]))",
  );
  expect(found).toEqual([]);
}
