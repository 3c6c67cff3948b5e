import { afterAll, beforeAll, expect, it } from 'vitest';
import { ALARMS } from '../../cards/messages/sentences.ts';
import type { SentMail } from '../../infra/local/world.ts';
import { cardOf, type Person, personAt } from './person.ts';
import { DEADLINE_MS, dueIn, linesOf, type RemindedWorld, startRemindedWorld } from './reminded-world.ts';

let world: RemindedWorld;
let anna: Person;
beforeAll(async () => {
  world = await startRemindedWorld({}, { embedded: true });
  anna = await world.signedIn('Anna', 'channel');
});
afterAll(() => world?.close());

const NAMED = 'Partner-NL-Matchwell-SMC';
const text = (value: unknown) => JSON.stringify(value);
const inChat = (name: string) => personAt(world.bot, name, 'personal');
const mails = () => world.bot.world.sentMail;
const mailTo = (name: string, among: readonly SentMail[]) =>
  among.filter(({ to }) => to.some((address) => address.startsWith(`${name.toLowerCase()}.`)));
const mailed = (count: number) => world.bot.teams.waitFor(() => mails().length >= count && mails(), DEADLINE_MS);

/** Expects nothing in the text that guests or readers of an e-mail may not see. */
function expectNamesAndDatesOnly(shown: string): void {
  for (const { id, appId, passwordCredentials } of world.bot.world.applications) {
    for (const { keyId, hint } of passwordCredentials)
      for (const secret of [id, appId, keyId, hint]) expect(shown).not.toContain(secret);
  }
}

it('sends a mail to every manager at the start that holds nothing secret', async () => {
  const sent = await mailed(3);
  expect(sent.flatMap(({ to }) => to.map((address) => address.split('.')[0])).sort()).toEqual([
    'anna',
    'bram',
    'clara',
  ]);
  const [toAnna] = mailTo('Anna', sent);
  expect(toAnna).toMatchObject({ contentType: 'HTML', from: world.bot.world.mailbox });
  expect(toAnna?.subject).toBe('Client secrets: 3 need attention, the most urgent expires in 4 days');
  expect(toAnna?.content).toContain(NAMED);
  expect(mailTo('Clara', sent)[0]?.subject).toBe(
    'Client secrets: 2 need attention, the most urgent expired 15 days ago',
  );
  for (const mail of sent) expectNamesAndDatesOnly(text(mail));
});

it('goes to each manager in person with hints if no channel is linked, and to nobody else', async () => {
  await world.sweepAfter(0);
  const [[toAnna], [toClara]] = await Promise.all([
    world.digests(inChat('Anna'), 1),
    world.digests(inChat('Clara'), 1),
    world.digests(inChat('Bram'), 1),
  ]);
  expect(toAnna && dueIn(toAnna)).toEqual([
    'Secret by Bram Visser (~10…): expires in 4 days',
    'Old connector (~11…): expired 55 days ago: delete it',
    'Secret by Anna Jansen (~00…): expires in 25 days',
  ]);
  expect(toClara && linesOf(cardOf(toClara))).toContain('✖ This application cannot connect.');
  expect(text(toClara)).not.toContain('Matchwell');
  for (const name of ['Daan', 'Eva']) expect(await world.digests(inChat(name), 0)).toHaveLength(0);
});

it('tells the administrators which applications have no manager', async () => {
  const told = await world.eva.after(() => world.sweepAfter(1), ALARMS.nobodyTitle);
  expect(linesOf(cardOf(told))).toContain('Partner-SE-Cellbanken-SMC');
  expect(text(told)).not.toContain(NAMED);
});

it('sends mail as each manager has chosen: formatted, plain or none', async () => {
  const bram = await world.signedIn('Bram', 'personal');
  const clara = await world.signedIn('Clara', 'personal');
  expect(text(cardOf(await bram.ask('notify mail', 'mail')))).toContain('simple formatting');
  expect(text(cardOf(await bram.ask('notify mail text', 'choice')))).toContain('plain-text');
  expect(text(cardOf(await clara.ask('notify mail off', 'choice')))).toContain('You get no e-mail');
  const before = (await mailed(5)).length;
  await world.sweepAfter(13);
  await mailed(before + 2);
  await Promise.all(['Anna', 'Bram', 'Clara'].map((name) => world.digests(inChat(name), 2)));
  const sent = mails().slice(before);
  expect(mailTo('Anna', sent)).toMatchObject([{ contentType: 'HTML' }]);
  expect(mailTo('Bram', sent)).toMatchObject([{ contentType: 'Text' }]);
  expect(mailTo('Clara', sent)).toEqual([]);
  expect(mailTo('Bram', sent)[0]?.content).toContain('Secret by Bram Visser: expired 10 days ago');
  for (const mail of sent) expectNamesAndDatesOnly(text(mail));
});

it('is one card in the channel with mentions, names and dates, and nothing that guests may not read', async () => {
  await anna.ask('link Matchwell', 'This channel is linked');
  await world.sweepAfter(0);
  const digests = await world.digests(personAt(world.bot, 'Daan', 'channel'), 1);
  const [digest] = digests;
  expect(digests).toHaveLength(1);
  expect(digest?.targeted).toBe(false);
  expect(digest && dueIn(digest)).toEqual([
    'Secret by Bram Visser: expired 10 days ago',
    'Old connector: expired 69 days ago: delete it',
    'Secret by Anna Jansen: expires in 11 days',
    'Integration tests: expires in 30 days',
  ]);
  const lines = digest === undefined ? [] : linesOf(cardOf(digest));
  expect(lines).toContain('Please look at this: <at>Anna Jansen</at>, <at>Bram Visser</at>');
  expect(lines).toContain('Managed by Anna Jansen, Bram Visser');
  expectNamesAndDatesOnly(text(digest?.activity));
});

it('shows a name with markup as plain text: no link and no mention come from it', async () => {
  const hostile = '<at>Eva Lind</at> [press](https://evil.example) **x** ${1+1}';
  const application = world.application('PartnerAlternative-NL-Matchwell-SMC');
  application.passwordCredentials = application.passwordCredentials.map((secret) =>
    secret.displayName === 'Integration tests' ? { ...secret, displayName: hostile } : secret,
  );
  await world.sweepAfter(9);
  const digest = (await world.digests(anna, 2)).at(-1);
  expect(digest && dueIn(digest)).toContain(`${hostile}: expires in 21 days`);
  const card = text(digest && cardOf(digest));
  expect(card).not.toContain(world.eva.who.accountId);
  expect(card).not.toMatch(/"(TextBlock|Action\.OpenUrl)","text":"[^"]*evil/);
});
