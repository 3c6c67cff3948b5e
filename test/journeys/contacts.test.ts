import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SentMail } from '../../infra/local/world.ts';
import { cardOf, codeFrom, linkOf, type Person, type Pressed, personAt } from './person.ts';
import { DEADLINE_MS, type RemindedWorld, startRemindedWorld } from './reminded-world.ts';

const LOGIN = 'application/vnd.microsoft.activity.loginRequest';
const DESK = 'servicedesk@matchwell.example';
const ONCALL = 'oncall@matchwell.example';
const SHARED = 'beheer@matchwell.example';
const GUARD = 'vakt@cellbanken.example';

let world: RemindedWorld;
let anna: Person;
beforeAll(async () => {
  world = await startRemindedWorld({}, { embedded: true });
  anna = await world.signedIn('Anna', 'channel');
});
afterAll(() => world?.close());

const text = (value: unknown) => JSON.stringify(value);
const mailsTo = (address: string) => world.bot.world.sentMail.filter(({ to }) => to.includes(address));
const mailTo = (address: string, count: number) =>
  world.bot.teams.waitFor(() => mailsTo(address).length >= count && mailsTo(address)[count - 1], DEADLINE_MS);
const newest = (person: Person, having: string) =>
  world.bot.teams.waitFor(() => person.sees().findLast((message) => text(message).includes(having)), DEADLINE_MS);

/** Says it, and signs in freshly if the bot asks for that. */
async function say(person: Person, words: string, having: string) {
  const asked = await person.ask(words);
  return text(asked).includes(having) ? asked : person.signIn(linkOf(cardOf(asked)), having);
}

async function press(person: Person, card: unknown, verb: string, having: string): Promise<Pressed> {
  const asked = await person.press(card, verb, {}, having);
  if (asked.type !== LOGIN) return asked;
  return person.pressWithCode(card, verb, {}, await codeFrom(linkOf(asked.value), person.who.oid));
}

function linkIn(mail: SentMail | undefined): string {
  const [, link = ''] = /href="([^"]+\/contact\/[^"]+)"/.exec(mail?.content ?? '') ?? [];
  return link;
}

/** What a browser does when somebody presses a button of the page. */
function answer(link: string, answer: 'confirm' | 'refuse'): Promise<Response> {
  return fetch(link, { method: 'POST', body: new URLSearchParams({ answer }) });
}

it('sends one mail to each address that an administrator adds', async () => {
  await say(world.eva, `contact Matchwell ${DESK} ${ONCALL}`, 'Each of these addresses gets one e-mail');
  for (const address of [DESK, ONCALL]) {
    const mail = await mailTo(address, 1);
    expect(mail?.content).toContain(`Eva Lind has entered ${address} as a designated contact of Matchwell (NL)`);
    expect(linkIn(mail)).toMatch(new RegExp(`^${world.bot.url}/contact/`));
  }
});

it('confirms nothing when a scanner opens the link, however often', async () => {
  const link = linkIn(mailsTo(DESK)[0]);
  for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(link, { method })).status).toBe(200);
  const page = await fetch(link);
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(await page.text()).toContain(DESK);
  const list = text(cardOf(await world.eva.ask('contacts', DESK)));
  expect(list).toContain('Waiting since');
  expect(list).not.toContain('Confirmed on');
});

it('confirms the address when its holder presses the button, once', async () => {
  const link = linkIn(mailsTo(DESK)[0]);
  const confirmed = await answer(link, 'confirm');
  expect(confirmed.status).toBe(200);
  expect(await confirmed.text()).toContain('This address is confirmed');
  const [again, opened, unknown] = await Promise.all([
    answer(link, 'refuse'),
    fetch(link),
    fetch(`${world.bot.url}/contact/unknown`),
  ]);
  expect([again.status, opened.status, unknown.status]).toEqual([410, 410, 410]);
  expect(await again.text()).toBe(await unknown.text());
  expect(text(cardOf(await world.eva.ask('contacts', DESK)))).toContain('Confirmed on');
});

it('sends reminders to the confirmed address and not to the other, and says so to the managers', async () => {
  await world.sweepAfter(0);
  const mail = await mailTo(DESK, 2);
  expect(mail?.content).toContain('Partner-NL-Matchwell-SMC');
  expect(mail?.content).toContain('Managed by Anna Jansen');
  expect(mail?.content).toContain('To stop these e-mails, ask a credential manager of Matchwell (NL)');
  expect(mail?.content).toContain('https://');
  for (const { id, appId, passwordCredentials } of world.bot.world.applications)
    for (const part of [id, appId, ...passwordCredentials.flatMap(({ keyId, hint }) => [keyId, hint])])
      expect(mail?.content).not.toContain(part);
  expect(mailsTo(ONCALL)).toHaveLength(1);
  await world.sweepAfter(1);
  const bram = personAt(world.bot, 'Bram', 'personal');
  expect(text(await newest(bram, 'designated contact'))).toContain('Also told');
});

it('asks the administrators about what a manager proposes, and writes to the address after they accept', async () => {
  await say(anna, `contact Matchwell ${SHARED}`, 'The administrators are asked');
  const card = cardOf(await newest(world.eva, 'A designated contact is proposed'));
  expect(text(card)).toContain(SHARED);
  expect(mailsTo(SHARED)).toEqual([]);
  expect(text((await anna.press(card, 'contact-act', {}, 'confirm')).value)).not.toContain('You have accepted');
  expect(mailsTo(SHARED)).toEqual([]);
  expect(text((await press(world.eva, card, 'contact-act', 'confirm')).value)).toContain('You have accepted');
  expect(linkIn(await mailTo(SHARED, 1))).not.toBe('');
});

it('writes nothing more to an address whose holder refuses it, tells the administrators, and never adds it again', async () => {
  const refused = await answer(linkIn(mailsTo(SHARED)[0]), 'refuse');
  expect(await refused.text()).toContain('This address is refused');
  expect(text(await newest(world.eva, 'The holder of an address wants no mail'))).toContain(SHARED);
  expect(text(cardOf(await world.eva.ask('contacts', DESK)))).toContain('Refused by its holder on');
  expect(text(cardOf(await anna.ask('contacts', DESK)))).not.toContain(SHARED);
  await say(world.eva, `contact Cellbanken ${SHARED}`, 'Not added, because the holder has said');
  expect(mailsTo(SHARED)).toHaveLength(1);
});

it('does not let anybody remove the last way to the people of an application', async () => {
  await say(world.eva, `contact Cellbanken ${GUARD}`, 'Each of these addresses gets one e-mail');
  await answer(linkIn(await mailTo(GUARD, 1)), 'confirm');
  const list = cardOf(await world.eva.ask('contacts Cellbanken', GUARD));
  const { value } = await press(world.eva, list, 'contact-act', 'remove');
  expect(text(value)).toContain('This is the last way to reach somebody');
  expect(text(value)).toContain('Partner-SE-Cellbanken-SMC');
  expect(text(cardOf(await world.eva.ask('contacts Cellbanken', GUARD)))).toContain('Confirmed on');
});

it('writes neither a link nor an address into the log', async () => {
  const log = await world.bot.log();
  const tokens = [DESK, ONCALL, SHARED, GUARD].flatMap(mailsTo).map((mail) => linkIn(mail).split('/').at(-1) ?? '');
  for (const part of [DESK, ONCALL, SHARED, GUARD, ...tokens.filter((token) => token !== '')])
    expect(log).not.toContain(part);
});
