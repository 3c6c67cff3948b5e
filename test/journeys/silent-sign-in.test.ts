import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../infra/local/tenant/sessions.ts';
import { restoreTenant } from '../infra/local/entra/restore-tenant.ts';
import { type LocalBot, startLocalBot } from './local-bot.ts';
import {
  asJson,
  cardOf,
  codeFrom,
  linkOf,
  type Person,
  pagesOpened,
  personAt,
  SIGNED_OUT,
  signInPage,
} from './person.ts';

let bot: LocalBot;
beforeAll(async () => {
  bot = await startLocalBot();
});
afterAll(() => bot.close());

const CARD = 'tokenExchangeResource';
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/**
 * Somebody who manages applications of Matchwell, and is signed out of the bot. It takes 60 turns at once from one person, and
 * then six a second: on a quick machine one person cannot take all the turns of this file.
 */
async function manager(where: 'personal' | 'groupChat' | 'channel', name = 'Anna'): Promise<Person> {
  const person = personAt(bot, name, where);
  await person.ask('sign out', SIGNED_OUT);
  return person;
}

/** Sets how a person is signed in to Teams. */
function teamsSession({ oid }: Person['who'], change: Partial<Session>): void {
  const at = minutesAgo(60);
  bot.world.teamsSessions.set(oid, { firstFactorAt: at, mfaAt: at, compliantDevice: false, ...change });
}

/** Asks, and goes through the page that the answer leads to. */
async function signedIn(person: Person, command: string, having: string) {
  const asked = await person.ask(command, 'buttons');
  return person.signIn(linkOf(cardOf(asked)), having);
}

const text = (value: unknown) => JSON.stringify(value);
const stateOf = (person: Person, id: string) => person.sees().find((one) => one.id === id)?.signIn;
/** Waits until the client shows the button of the sign-in card. */
const buttonShown = (person: Person, id: string) => bot.teams.waitFor(() => stateOf(person, id) === 'needed');
/** Waits for the answer that says so: news of a sign-in that has failed may come in between. */
const hearsNotSignedIn = (person: Person) => person.ask('who am i', 'You are not signed in');

let opened = 0;
beforeEach(() => {
  opened = pagesOpened(bot);
});
afterEach(() => {
  restoreTenant(bot.world);
  bot.teams.faults.clear();
});
const expectNoPage = () => expect(pagesOpened(bot)).toBe(opened);

describe.each([
  ['personal', 'Anna'],
  ['groupChat', 'Bram'],
] as const)('single sign-on in a %s', (where, name) => {
  it.each([
    ['list', 'Partner-'],
    ['show Partner-NL-Matchwell-DM', 'Secret by Anna Jansen'],
    ['expiring', 'Partner-'],
    ['help', 'list'],
  ])('answers “%s” without a page', async (command, having) => {
    const person = await manager(where, name);
    await person.ask(command, having);
    expectNoPage();
  });

  it('uses the token of one device, and answers once', async () => {
    bot.teams.faults.devices = 3;
    const person = await manager(where, name);
    const before = person.sees().length;
    const listed = await person.ask('list', 'Your applications');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const after = person.sees().slice(before);
    expect(after.filter((one) => text(one).includes('Your applications')).map(({ id }) => id)).toEqual([listed.id]);
    expectNoPage();
  });

  it('counts for changes too if Teams’ token carries the context and a fresh sign-in', async () => {
    const person = await manager(where, name);
    teamsSession(person.who, { firstFactorAt: minutesAgo(2), mfaAt: minutesAgo(2) });
    await person.ask('list', 'Partner-');
    const form = await person.ask('create Partner-NL-Matchwell-DM', 'submit-create');
    const created = await person.press(cardOf(form), 'submit-create', { name: 'Silent', expiry: inDays(300) });
    expect(created.status).toBe(200);
    expectNoPage();
  });

  it('does not count for changes if the sign-in to Teams is older: the page is needed', async () => {
    const person = await manager(where, name);
    const form = await person.ask('create Partner-NL-Matchwell-DM', 'submit-create');
    const inputs = { name: 'Stepped up', expiry: inDays(300) };
    const refused = await person.press(cardOf(form), 'submit-create', inputs);
    expect(refused.type).toBe('application/vnd.microsoft.activity.loginRequest');
    expect(asJson(refused.value)).not.toHaveProperty(CARD);
    expectNoPage();
    const code = await codeFrom(linkOf(refused.value), person.who.oid);
    expect((await person.pressWithCode(cardOf(form), 'submit-create', inputs, code)).status).toBe(200);
    expect(pagesOpened(bot)).toBeGreaterThan(opened);
  });

  it('answers a button of an older card without a page', async () => {
    const person = await manager(where, name);
    const listed = await person.ask('list', 'Your applications');
    await person.ask('sign out', SIGNED_OUT);
    const shown = await person.press(cardOf(listed), 'open', {}, '"show"');
    expect(shown.status).toBe(200);
    expectNoPage();
  });
});

describe('Entra needs the person before Teams gets a token', () => {
  it.each<[string, (person: Person) => unknown]>([
    ['the sign-in to Teams has no MFA', ({ who }) => teamsSession(who, { mfaAt: undefined })],
    ['the person is signed out of Entra in Teams', ({ who }) => bot.world.teamsSessions.delete(who.oid)],
    ['consent for Teams is missing', () => bot.world.registration.api.preAuthorizedApplications.splice(0)],
    [
      'consent is missing altogether',
      () => {
        bot.world.registration.api.preAuthorizedApplications.splice(0);
        bot.world.grants.splice(0);
      },
    ],
  ])('the button of the card leads to the page if %s', async (_, bend) => {
    const person = await manager('personal');
    bend(person);
    const asked = await person.ask('list', CARD);
    await buttonShown(person, asked.id);
    expectNoPage();
    const listed = await person.signIn(linkOf(cardOf(asked)), 'Partner-');
    expect(text(cardOf(listed))).toContain('Partner-NL-Matchwell-DM');
  });
});

describe('Entra lets the account in nowhere', () => {
  it.each<[string, (person: Person) => unknown, string]>([
    ['the account is blocked', ({ who }) => bot.world.blocked.add(who.oid), 'AADSTS50057'],
    [
      'an assignment is required and missing',
      () => Object.assign(bot.world.assignment, { isRequired: true }),
      'AADSTS50105',
    ],
  ])('the button leads to a page that ends at Entra if %s', async (_, bend, code) => {
    const person = await manager('personal', 'Bram');
    bend(person);
    const asked = await person.ask('list', CARD);
    await buttonShown(person, asked.id);
    await expect(signInPage(linkOf(cardOf(asked)), person.who.oid)).rejects.toThrow(code);
    await hearsNotSignedIn(person);
  });

  it('the bot says so once if Teams reports it', async () => {
    const message = 'AADSTS50057: The user account is disabled.';
    bot.teams.faults.signInFailure = { code: 'authrequestfailed', message };
    const person = await manager('groupChat', 'Bram');
    const before = person.sees().length;
    const offered = await person.ask('list', 'does not let your account in');
    expect(asJson(cardOf(offered))).not.toHaveProperty(CARD);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const said = person
      .sees()
      .slice(before)
      .filter((one) => text(one).includes('does not let your account in'));
    expect(said).toHaveLength(1);
  });

  it('a link from before leads to a page that ends at Entra if the account is deleted', async () => {
    bot.teams.faults.silentSignIn = false;
    const person = await manager('personal', 'Bram');
    const asked = await person.ask('list');
    bot.world.setLeft(person.who.oid, true);
    await expect(signInPage(linkOf(cardOf(asked)), person.who.oid)).rejects.toThrow('AADSTS50020');
    bot.world.setLeft(person.who.oid, false);
    await hearsNotSignedIn(person);
  });

  it('the button leads to a page that ends at Entra if a policy blocks', async () => {
    Object.assign(bot.world.policies[0]?.grantControls ?? {}, { builtInControls: ['block'] });
    const person = await manager('personal', 'Bram');
    const asked = await person.ask('list', CARD);
    await buttonShown(person, asked.id);
    await expect(signInPage(linkOf(cardOf(asked)), person.who.oid)).rejects.toThrow('AADSTS53003');
    await hearsNotSignedIn(person);
  });
});

describe('a policy that does not apply is no policy', () => {
  it.each<[string, (person: Person) => unknown]>([
    [
      'is only reported',
      () => {
        for (const one of bot.world.policies) one.state = 'enabledForReportingButNotEnforced';
      },
    ],
    [
      'excludes the person',
      ({ who }) => {
        for (const one of bot.world.policies) one.conditions.users.excludeUsers.push(who.oid);
      },
    ],
  ])('Entra issues the token without MFA if the policy %s', async (_, bend) => {
    const person = await manager('personal', 'Bram');
    teamsSession(person.who, { mfaAt: undefined });
    bend(person);
    await person.ask('list', 'Partner-');
    expectNoPage();
  });
});

describe('a channel', () => {
  it('needs the page once, and then the person is signed in everywhere', async () => {
    const person = await manager('channel');
    const asked = await person.ask('list');
    expect(stateOf(person, asked.id)).toBe('needed');
    expectNoPage();
    await person.signIn(linkOf(cardOf(asked)), 'Partner-');
    const after = pagesOpened(bot);
    expect(after).toBeGreaterThan(opened);
    for (const where of ['channel', 'personal', 'groupChat'] as const) {
      const answer = await personAt(bot, 'Anna', where).ask('list');
      expect(text(cardOf(answer))).toContain('Partner-');
    }
    expect(pagesOpened(bot)).toBe(after);
  });
});

describe.each(['personal', 'groupChat', 'channel'] as const)(
  'a client that draws no login request, in a %s',
  (where) => {
    it('gets the sign-in card as a message for one person, and the pressed command goes on after the sign-in', async () => {
      const person = await manager(where);
      const [other] = where === 'personal' ? [] : [personAt(bot, 'Bram', where)];
      bot.teams.faults.silentSignIn = false;
      const form = await signedIn(person, 'create Partner-NL-Matchwell-DM', 'submit-create');
      const inputs = { name: `Pressed plainly in a ${where}`, expiry: inDays(300) };
      await person.ask('sign out', SIGNED_OUT);
      const pressed: { note?: unknown } = {};
      const asked = await person.after(async () => {
        pressed.note = await person.pressPlainly(cardOf(form), 'submit-create', inputs);
      }, 'Confirm it is me');
      expect(pressed.note).toMatchObject({ type: 'application/vnd.microsoft.activity.message', status: 200 });
      expect(text(pressed.note)).toContain('I have sent you a message with the button');
      expect(other?.sees().some(({ id }) => id === asked.id) ?? false).toBe(false);
      const created = await person.signIn(linkOf(cardOf(asked)), inputs.name);
      expect(text(cardOf(created))).toContain('Partner-NL-Matchwell-DM');
    });
  },
);

describe('a mistake in the manifest or the registration', () => {
  it.each<[string, () => unknown]>([
    ['the manifest', () => Object.assign(bot.world.webApplicationInfo, { resource: 'api://other' })],
    ['the registration', () => bot.world.registration.identifierUris.splice(0)],
  ])('in %s leaves the person with the button, and the page works', async (_, bend) => {
    bend();
    const person = await manager('personal', 'Bram');
    const asked = await person.ask('list', CARD);
    await buttonShown(person, asked.id);
    await person.signIn(linkOf(cardOf(asked)), 'Partner-');
  });
});
