import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REFUSALS } from '../../cards/shared/sentences.ts';
import { cardOf, codeFrom, linkOf, type Person, type Pressed, personAt } from './person.ts';
import { linesOf, type RemindedWorld, startRemindedWorld } from './reminded-world.ts';

type Inputs = Parameters<Person['press']>[2];

const LOGIN = 'application/vnd.microsoft.activity.loginRequest';
const SMC = 'Partner-NL-Matchwell-SMC';
const KIZUNA = 'Partner-JP-Kizuna-DM';
/** Typed into every box that takes text: it must turn up in no row of the record. */
const CANARY = 'c4nary~Q8vR.typed-by-people';

let world: RemindedWorld;
let anna: Person;
let daan: Person;
let eva: Person;
beforeAll(async () => {
  world = await startRemindedWorld({}, { embedded: true });
  anna = await world.signedIn('Anna', 'channel');
  daan = await world.signedIn('Daan', 'personal');
  eva = personAt(world.bot, 'Eva', world.bot.teams.channelId('IT operations'));
});
afterAll(() => world?.close());

const text = (value: unknown) => JSON.stringify(value);
/** Presses a button and signs in again if the answer asks for it. */
async function press(person: Person, card: unknown, verb: string, inputs: Inputs = {}, having = ''): Promise<Pressed> {
  const asked = await person.press(card, verb, inputs, having);
  if (asked.type !== LOGIN) return asked;
  return person.pressWithCode(card, verb, inputs, await codeFrom(linkOf(asked.value), person.who.oid));
}
const newest = (person: Person, having: string) =>
  world.bot.teams.waitFor(() => person.sees().findLast((message) => text(message).includes(having)), 20_000);
const request = async (query: string, typed = query) => {
  const form = cardOf(await daan.ask(`request ${query}`, 'submit-request'));
  return text((await daan.press(form, 'submit-request', { query: typed, why: CANARY, who: CANARY })).value);
};

it('links the administrators’ own channel', async () => {
  expect(text(cardOf(await anna.ask('link admin')))).toContain(REFUSALS['administrators-only']);
  expect(text(cardOf(await eva.ask('link admin')))).toContain('This channel is linked');
});

it('answers a request in the same way whether the application exists or not', async () => {
  const [unknown, known] = [await request('No-such-thing'), await request(SMC)];
  expect(unknown.replaceAll('No-such-thing', '…')).toBe(known.replaceAll(SMC, '…'));
  expect(known).toContain('on its way');
  const nothing = await newest(eva, 'in words by which I found nothing');
  expect(text(nothing)).not.toMatch(new RegExp(`${CANARY}|No-such-thing`));
  await eva.press(cardOf(nothing), 'review', {}, 'decline');
  const asks = cardOf(await newest(eva, 'Why do you decline?'));
  await eva.press(asks, 'review', { reason: 'There is no such organisation.' }, 'decline');
  expect(text(await newest(daan, 'declined'))).toContain('There is no such organisation.');
});

it('lets only a manager of the application confirm a request on its card', async () => {
  // Anna is told in person: no channel is linked yet.
  const card = cardOf(await newest(personAt(world.bot, 'Anna', 'personal'), CANARY));
  const clara = await world.signedIn('Clara', 'personal');
  for (const stranger of [clara, daan]) {
    const { type, value } = await stranger.press(card, 'review', {}, 'confirm');
    expect(type).toBe('application/vnd.microsoft.activity.message');
    expect(text(value)).not.toContain('confirmed it');
  }
  await anna.press(card, 'review', {}, 'confirm');
  expect(text(await newest(daan, 'Your request is confirmed'))).toContain(SMC);
  expect(text(await newest(personAt(world.bot, 'Bram', 'personal'), 'Confirmed by Anna Jansen'))).not.toContain(
    'review',
  );
});

it('gives the role on the next press after an administrator approves with a fresh sign-in', async () => {
  const card = cardOf(await newest(eva, 'Confirmed by Anna Jansen'));
  const inputs = { applications: world.application(SMC).appId };
  expect(text(await anna.press(card, 'review', inputs, 'approve'))).not.toContain('assigned');
  expect(text(cardOf(await daan.ask('list')))).toContain('No applications are assigned to you');
  expect(await press(eva, card, 'review', inputs, 'approve')).toMatchObject({ status: 200 });
  expect(text(await newest(daan, 'You are a credential manager now'))).toContain('Do not share secrets');
  expect(text(cardOf(await daan.ask('list')))).toContain(SMC);
  await newest(eva, 'Approved by Eva Lind');
});

it('shows who manages what, who left the directory, and which applications lack managers', async () => {
  const managers = linesOf(cardOf(await anna.ask(`managers ${SMC}`))).join('\n');
  expect(managers).toMatch(/Daan Smit\n.*assigned by Eva Lind · confirmed by Anna Jansen/);
  world.bot.world.setLeft(daan.who.oid, true);
  expect(text(cardOf(await anna.ask(`managers ${SMC}`)))).toContain('Has left the directory');
  world.bot.world.setLeft(daan.who.oid, false);
  expect(text(cardOf(await daan.ask('managers')))).toContain(SMC);
  expect(text(cardOf(await eva.ask('managers')))).toContain(KIZUNA);
});

it('assigns to mentioned people, guests too, and removes the last manager only after a second question', async () => {
  const form = cardOf(await eva.ask(`assign @[Finn Weber] ${KIZUNA}`));
  expect(text(form)).toContain('finn.weber');
  const unconfirmed = await press(eva, form, 'submit-assignment', { confirmedBy: ' ' });
  expect(text(unconfirmed.value)).toContain('submit-assignment');
  expect(text((await press(eva, form, 'submit-assignment', { confirmedBy: CANARY })).value)).toContain('Role assigned');
  const finn = await world.signedIn('Finn', 'personal');
  await newest(finn, 'You are a credential manager now');
  // The answer to the command of the sign-in may come after the news of the role.
  const create = cardOf(await finn.ask(`create ${KIZUNA}`, 'submit-create'));
  const removal = cardOf(await eva.ask(`unassign @[Finn Weber] ${KIZUNA}`));
  const asked = await press(eva, removal, 'submit-assignment');
  expect(text(asked.value)).toContain('Remove the last manager');
  expect(text(cardOf(await finn.ask('list')))).toContain(KIZUNA);
  expect(text((await press(eva, asked.value, 'submit-assignment')).value)).toContain('Role removed');
  const inputs = { name: CANARY, expiry: new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10) };
  expect(text((await press(finn, create, 'submit-create', inputs)).value)).toContain(REFUSALS['not-yours']);
  expect(text(world.application(KIZUNA).passwordCredentials)).not.toContain(CANARY);
});

it('shows each person the part of the record that their role allows, and the record verifies', async () => {
  expect(text(cardOf(await anna.ask(`audit ${SMC}`)))).toContain('approved a request for access');
  expect(text(cardOf(await anna.ask(`audit ${KIZUNA}`)))).toContain('I cannot find that application');
  expect(text(cardOf(await eva.ask('audit 7')))).toContain('removed the role');
  const { bot } = world;
  await bot.stop();
  const verified = await bot.audit('verify');
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.output).toMatch(/intact/);
  const heads = (await readFile(join(bot.folder, 'audit-heads.jsonl'), 'utf8')).trim().split('\n');
  expect(heads.length).toBeGreaterThan(0);
  const { output: record } = await bot.audit('export', '--format', 'jsonl');
  expect(record).toContain('request.approved');
  for (const form of [CANARY, Buffer.from(CANARY).toString('base64').slice(0, 20), encodeURIComponent(CANARY)])
    expect(record).not.toContain(form);
});
