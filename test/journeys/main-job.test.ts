import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOURCES } from '../once/programs.ts';
import { filesWith } from './canary.ts';
import { type LocalBot, startLocalBot } from './local-bot.ts';
import { asJson, cardOf, codeFrom, linkOf, personAt, SIGNED_OUT, signInPage } from './person.ts';

let bot: LocalBot;
beforeAll(async () => {
  // As `npm start` does it.
  bot = await startLocalBot({}, { embedded: true, programs: SOURCES });
});
afterAll(() => bot.close());

const text = (value: unknown) => JSON.stringify(value);

/** The value in a secret message: the code block's snippet. */
function valueIn(card: unknown): string {
  const snippet = /"codeSnippet":"([^"]+)"/.exec(text(card))?.[1];
  if (snippet === undefined) throw new Error(`no value in ${text(card)}`);
  return snippet;
}

describe.each(['channel', 'groupChat', 'personal'] as const)('the main job in a %s', (kind) => {
  it('goes from the sign-in to a secret that is delivered and then deleted', async () => {
    bot.teams.faults.silentSignIn = false;
    const manager = personAt(bot, bot.world.people[0]?.name ?? '', kind);
    const colleague = personAt(bot, bot.world.people[3]?.name ?? '', kind);
    await manager.ask('sign out', SIGNED_OUT);
    const asked = await manager.ask('list');
    const listed = await manager.signIn(linkOf(cardOf(asked)));
    expect(text(cardOf(listed))).toContain('Partner-');
    expect(listed.targeted).toBe(kind !== 'personal');

    const application = bot.world.applications.find((one) => one.appId === bot.world.assignments[0]?.clientId);
    if (application === undefined) throw new Error('nothing assigned');
    const before = application.passwordCredentials.length;
    const form = await manager.press(cardOf(listed), 'open', {}, `"create","query":"${application.appId}"`);
    expect(form.status).toBe(200);
    const bad = await manager.press(form.value, 'submit-create', { name: 'typed', expiry: '2001-01-01' });
    expect(text(bad.value)).toContain('typed');
    expect(application.passwordCredentials).toHaveLength(before);

    const expiry = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
    const created = await manager.press(form.value, 'submit-create', { name: `Journey ${kind}`, expiry });
    expect(created).toMatchObject({ status: 200, type: 'application/vnd.microsoft.card.adaptive' });
    const delivered = manager.sees().find((message) => text(message).includes('codeSnippet'));
    if (delivered === undefined) throw new Error('nothing delivered');
    const value = valueIn(cardOf(delivered));
    expect(delivered.targeted).toBe(kind !== 'personal');
    expect(text(created)).not.toContain(value);
    if (kind !== 'personal') expect(text(colleague.sees())).not.toContain(value);

    const again = await manager.press(form.value, 'submit-create', { name: `Journey ${kind}`, expiry });
    expect(again.status).toBe(200);
    expect(application.passwordCredentials.filter((one) => one.displayName === `Journey ${kind}`)).toHaveLength(1);

    await manager.press(cardOf(delivered), 'stored');
    expect(text(manager.sees())).not.toContain(value);
    await expectNowhere(value);

    const hint = application.passwordCredentials.at(-1)?.hint ?? '';
    const confirm = await manager.ask(`delete ${application.displayName} ${hint}`);
    expect(text(cardOf(confirm))).toContain(`Journey ${kind}`);
    const deleted = await manager.press(cardOf(confirm), 'confirm-delete', {});
    expect(deleted.status).toBe(200);
    expect(application.passwordCredentials).toHaveLength(before);
  });
});

/** The value is in no file of the data folder and no line of the log. */
async function expectNowhere(value: string): Promise<void> {
  const forms = [
    value,
    encodeURIComponent(value),
    text(value).slice(1, -1),
    Buffer.from(value).toString('base64').replace(/=+$/, ''),
  ];
  const files = await readdir(bot.folder, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const content = await readFile(join(file.parentPath, file.name), 'latin1');
    for (const form of forms) expect(content.includes(form), `${file.name} holds the value`).toBe(false);
  }
}

describe('signing in', () => {
  it('needs the page in the 1:1 chat if the sign-in to Teams has no MFA, and takes the code as a message', async () => {
    bot.teams.faults.clear();
    const manager = personAt(bot, bot.world.people[1]?.name ?? '', 'personal');
    const signedIn = { firstFactorAt: new Date(), mfaAt: undefined, compliantDevice: false };
    bot.world.teamsSessions.set(manager.who.oid, signedIn);
    const asked = await manager.ask('list');
    const content = asJson(cardOf(asked));
    expect(content['tokenExchangeResource']).toBeDefined();
    await bot.teams.waitFor(() => manager.sees().find((m) => m.id === asked.id)?.signIn === 'needed');
    const page = await codeFrom(linkOf(cardOf(asked)), manager.who.oid);
    const listed = await manager.ask(page);
    expect(text(cardOf(listed))).toContain('Partner-');
  });

  it('signs nobody in when someone else finishes the link', async () => {
    bot.teams.faults.clear();
    bot.teams.faults.silentSignIn = false;
    const [, , manager, other] = bot.world.people;
    const at = personAt(bot, manager?.name ?? '', 'channel');
    const asked = await at.ask('list');
    const html = await signInPage(linkOf(cardOf(asked)), other?.oid ?? '');
    expect(html).toContain('Nobody was signed in');
    const me = await at.ask('who am i');
    expect(text(cardOf(me))).toContain('not signed in');
  });

  it('asks for a step-up when the sign-in is too old, and goes on with what was typed', async () => {
    const short = await startLocalBot({ STEP_UP_MINUTES: '0.02' });
    try {
      short.teams.faults.silentSignIn = false;
      const manager = personAt(short, short.world.people[0]?.name ?? '', 'channel');
      const asked = await manager.ask(
        `create ${short.world.applications.find((one) => one.appId === short.world.assignments[0]?.clientId)?.displayName}`,
      );
      const form = await manager.signIn(linkOf(cardOf(asked)));
      const expiry = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
      const inputs = { name: 'Stepped up', expiry };
      const press = () => manager.press(cardOf(form), 'submit-create', inputs);
      await expect
        .poll(async () => text(cardOf(await manager.ask('who am i'))), { timeout: 10_000 })
        .toContain('confirm that it is you');
      const refused = await press();
      expect(refused).toMatchObject({ status: 401, type: 'application/vnd.microsoft.activity.loginRequest' });
      const code = await codeFrom(linkOf(refused.value), manager.who.oid);
      const created = await manager.pressWithCode(cardOf(form), 'submit-create', inputs, code);
      expect(created.status).toBe(200);
      expect(
        short.world.applications
          .flatMap((one) => one.passwordCredentials)
          .filter((one) => one.displayName === 'Stepped up'),
      ).toHaveLength(1);
    } finally {
      await short.close();
    }
  });
});

describe.each(['element', 'words'] as const)('a quoted reply whose quotation is in the text as %s', (style) => {
  it('signs in with the code, and does what was typed and not what is quoted, and keeps no value', async () => {
    bot.teams.faults.silentSignIn = false;
    const manager = personAt(bot, bot.world.people[0]?.name ?? '', 'personal');
    const quoting = (messageId: string, typed: string, having: string) =>
      manager.after(() => bot.teams.sendMessage(manager.who.oid, 'personal', typed, { messageId, style }), having);
    await manager.ask('sign out', SIGNED_OUT);
    const asked = await manager.ask('list');
    const code = await codeFrom(linkOf(cardOf(asked)), manager.who.oid);
    const listed = await quoting(asked.id, `${code}.`, 'Your applications');
    expect(text(listed)).toContain('Partner-NL-Matchwell-DM');

    const form = await manager.ask('create Partner-NL-Matchwell-DM');
    const created = await manager.press(cardOf(form), 'submit-create', { name: `By ${style}`, expiry: inSomeMonths() });
    expect(text(created)).toContain('created');
    const delivered = manager.sees().findLast((message) => text(message).includes('codeSnippet'));
    const value = valueIn(cardOf(delivered ?? asked));
    const answer = await quoting(delivered?.id ?? '', 'show Partner-NL-Matchwell-DM', `By ${style}`);
    expect(text(answer)).not.toContain(value);
    expect(await filesWith(bot.folder, [value])).toEqual([]);
    expect(await bot.log()).not.toContain(value);
  });
});

/** A day as a client without a calendar may send it. */
function inSomeMonths(): string {
  const at = new Date(Date.now() + 300 * 86_400_000);
  return new Intl.DateTimeFormat('nl-NL', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    at,
  );
}
