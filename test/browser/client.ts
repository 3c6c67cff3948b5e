import type { BrowserContext, Page } from 'playwright-core';

/** The client's page as a person uses it. */
export interface Client {
  readonly page: Page;
  /** What went wrong on the page's console. */
  readonly complaints: readonly string[];
  actAs(name: string): Promise<void>;
  open(conversation: string): Promise<void>;
  /** `@[Full Name]` mentions a member, chosen from the list that `@` opens. */
  say(text: string): Promise<void>;
  /** Waits until the conversation shows this. */
  until(text: string | RegExp): Promise<void>;
  /** Presses a button in the newest message that has it. */
  press(name: string | RegExp): Promise<void>;
  /** Presses a button by its tooltip, for buttons that share their name. */
  pressTitled(tooltip: string): Promise<void>;
  /** Opens the menu beside the button with that tooltip, and picks another action there. */
  pickBeside(tooltip: string | RegExp, name: string): Promise<void>;
  /** Through the popup: the account, the number, and back. */
  signIn(account: string): Promise<void>;
  /** The value and the client ID of the new secret that is shown, as they can be selected. */
  newSecret(): Promise<readonly string[]>;
}

export async function openClient(context: BrowserContext, url: string): Promise<Client> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.locator('#acting option').first().waitFor({ state: 'attached' });
  const log = page.locator('#log');
  return {
    page,
    complaints,
    actAs: async (name) => {
      const option = page.locator('#acting option', { hasText: name });
      const value = (await option.getAttribute('value')) ?? '';
      await page.locator('#acting').selectOption({ value });
      await page.locator(`body[data-acting="${value}"]`).waitFor();
    },
    open: (conversation) => page.locator('#rail').getByRole('button', { name: conversation }).click(),
    say: async (text) => {
      await type(page, text);
      await page.getByRole('button', { name: 'Send', exact: true }).click();
    },
    until: (text) => log.getByText(text).last().waitFor(),
    press: (name) => log.getByRole('button', { name }).last().click(),
    pressTitled: (tooltip) => log.getByTitle(tooltip, { exact: true }).last().click(),
    pickBeside: async (tooltip, name) => {
      const row = page.locator('.ac-actionSet', { has: page.getByTitle(tooltip, { exact: true }) });
      await row.last().getByRole('button', { name: 'More options' }).click();
      await page.getByRole('menuitem', { name, exact: true }).click();
    },
    signIn: async (account) => {
      const [popup] = await Promise.all([
        page.waitForEvent('popup'),
        log.locator('.card.simple button, .strip button').last().click(),
      ]);
      await popup.getByRole('button', { name: account }).click();
      const shown = await popup.locator('#mfa-number').getAttribute('data-number');
      const closed = popup.waitForEvent('close');
      await popup.getByRole('button', { name: shown ?? '', exact: true }).click();
      await closed;
    },
    newSecret: async () => {
      const card = log.locator('.card', { has: page.getByRole('heading', { name: 'Your new client secret' }) }).last();
      const fields = await card.locator('textarea').all();
      if (fields.length === 0) return card.locator('.code-block pre').allTextContents();
      return Promise.all(fields.map((field) => field.inputValue()));
    },
  };
}

async function type(page: Page, text: string): Promise<void> {
  const field = page.getByLabel('Message', { exact: true });
  const [first = '', ...more] = text.split(/@\[([^\]]+)\] ?/);
  await field.fill(first);
  for (const [i, part] of more.entries()) {
    if (i % 2 === 1) await field.pressSequentially(part);
    else {
      await field.pressSequentially(`@${part}`);
      await page.locator('#mentions').getByRole('option', { name: part }).click();
    }
  }
}
