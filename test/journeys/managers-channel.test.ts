import { afterAll, beforeAll, expect, it } from 'vitest';
import { REFUSALS } from '../../cards/shared/sentences.ts';
import { cardOf, type Person, personAt } from './person.ts';
import { dueIn, linesOf, type RemindedWorld, startRemindedWorld } from './reminded-world.ts';

let world: RemindedWorld;
let anna: Person;
let clara: Person;
/** Ids stay when names change. */
let ids: { readonly channel: string; readonly team: string };
beforeAll(async () => {
  world = await startRemindedWorld();
  ids = { channel: channel('Credential managers'), team: world.bot.teams.teamId(PARTNERS) };
  anna = await world.signedIn('Anna', 'channel');
  clara = await world.signedIn('Clara', world.bot.teams.channelId('Registry systems'));
});
afterAll(() => world?.close());

const text = (value: unknown) => JSON.stringify(value);
const channel = (name: string) => world.bot.teams.channelId(name);
const linked = async (person: Person) => linesOf(cardOf(await person.ask('links', 'Managers’ channels')));
const PARTNERS = 'Stem Cell Partners';
const DEAD = 'Cannot be reached since';
const teams = () => world.bot.teams;
const links = async () => (await linked(world.eva)).join('\n');
const reads = (line: string) => expect.poll(links, { timeout: 10_000 }).toContain(line);
const lives = () => expect.poll(links, { timeout: 10_000 }).not.toContain(DEAD);

it('is linked only in a channel, only by a manager or an administrator, and only to what they manage', async () => {
  const daan = await world.signedIn('Daan', 'channel');
  const refused = await daan.ask('link Matchwell');
  expect(refused.targeted).toBe(true);
  expect(text(cardOf(refused))).toContain('No applications are assigned to you');
  expect(text(cardOf(await clara.ask('link Matchwell')))).toContain('Nothing of yours has that name');
  const personal = personAt(world.bot, 'Anna', 'personal');
  expect(text(cardOf(await personal.ask('link Matchwell')))).toContain(REFUSALS['channel-only']);
  expect(text(cardOf(await world.eva.ask('link Matchwell')))).toContain(REFUSALS['channel-only']);
  expect(await linked(world.eva)).toEqual([expect.any(String), expect.stringContaining('No channel is linked')]);
});

it('can be one of several: for an organisation, for an application, and by an administrator for any', async () => {
  const done = await anna.ask('link matchwell');
  expect(done.targeted).toBe(true);
  expect(linesOf(cardOf(done))).toContain('Reminders about all applications of Matchwell (NL) come to this channel.');
  expect(text(cardOf(await anna.ask('link Matchwell')))).toContain('linked already');
  const operations = personAt(world.bot, 'Anna', channel('IT operations'));
  await operations.ask('link Partner-NL-Matchwell-SMC', 'This channel is linked');
  await clara.ask('link Stammzell-Register-Nord', 'This channel is linked');
  const eva = personAt(world.bot, 'Eva', channel('IT operations'));
  await eva.ask('link Kizuna', 'This channel is linked');
  expect(await linked(world.eva)).toEqual(
    expect.arrayContaining([
      `${PARTNERS} › Credential managers`,
      `${PARTNERS} › IT operations`,
      'Stammzell-Register-Nord › Registry systems',
    ]),
  );
  expect(text(await linked(anna))).not.toContain('Nord');
  expect(text(await linked(clara))).not.toContain(PARTNERS);
});

it('gets its own part of a sweep in one message, and in person nobody but who must be asked twice', async () => {
  // Clara's application cannot connect, so she is told as well as her channel. The administrators heard of it at the start.
  expect(await world.sweepAfter(0)).toMatchObject({ messages: 4 });
  const places = ['Credential managers', 'IT operations', 'Registry systems'];
  const digests = await Promise.all(places.map((name) => world.digests(personAt(world.bot, 'Eva', channel(name)), 1)));
  expect(digests.map((all) => all.map(dueIn))).toEqual([
    [
      [
        'Secret by Bram Visser: expires in 4 days',
        'Old connector: expired 55 days ago: delete it',
        'Secret by Anna Jansen: expires in 25 days',
      ],
    ],
    [['Secret by Bram Visser: expires in 4 days', 'Old connector: expired 55 days ago: delete it']],
    [['Secret by Clara Vogel: expired 15 days ago', 'Nightly search: expires in 35 days']],
  ]);
  for (const [name, messages] of [
    ['Anna', 0],
    ['Bram', 0],
    ['Clara', 1],
  ] as const)
    expect(await world.digests(personAt(world.bot, name, 'personal'), messages)).toHaveLength(messages);
});

it('keeps its other links when one is removed', async () => {
  const operations = personAt(world.bot, 'Anna', channel('IT operations'));
  const done = await operations.ask('unlink Partner-NL-Matchwell-SMC', 'Unlinked');
  expect(linesOf(cardOf(done))).toContain(
    'The link of that channel to Partner-NL-Matchwell-SMC has ended. Type links to see what is linked still.',
  );
  expect(await linked(anna)).not.toContain(`${PARTNERS} › IT operations`);
  expect(text(await linked(world.eva))).toContain('Kizuna');
  await world.sweepAfter(1);
  const [, today] = await world.digests(anna, 2);
  expect(today && dueIn(today)).toEqual([
    'Secret by Bram Visser: expires in 3 days',
    'Old connector: expired 56 days ago: delete it',
  ]);
});

it('loses its reminders when the bot is removed: administrators hear of it and managers are told in person', async () => {
  const { teams } = world.bot;
  const team = teams.teamId(PARTNERS);
  const told = await world.eva.after(() => teams.uninstall(team), 'cannot reach');
  expect(linesOf(cardOf(told))).toContain(`${PARTNERS} › Credential managers: all applications of Matchwell (NL)`);
  const personal = personAt(world.bot, 'Anna', 'personal');
  expect(text(await linked(personal))).toContain('Cannot be reached since');
  await world.sweepAfter(1);
  // The first came on the day before, when three days were left and nobody was on it.
  const [, digest] = await world.digests(personal, 2);
  await world.digests(personAt(world.bot, 'Bram', 'personal'), 2);
  expect(digest && dueIn(digest)).toContainEqual(
    expect.stringMatching(/^Secret by Bram Visser \(.*: expires in 2 days/),
  );
  expect(await world.digests(anna, 2)).toHaveLength(2);
});

it('gets reminders again when the bot comes back to the team', async () => {
  await world.bot.teams.install(world.bot.teams.teamId(PARTNERS));
  const personal = personAt(world.bot, 'Anna', 'personal');
  await expect.poll(async () => text(await linked(personal)), { timeout: 10_000 }).not.toContain('Cannot be reached');
  await world.sweepAfter(1);
  const digests = await world.digests(anna, 3);
  expect(digests.map(dueIn).at(-1)).toEqual([
    'Secret by Bram Visser: expires tomorrow',
    'Integration tests: expires in 41 days',
  ]);
  expect(await world.digests(personal, 3)).toHaveLength(3);
});

it('is shown under the new names after its channel and its team are renamed', async () => {
  await reads('Stem Cell Partners › Credential managers');
  await teams().renameChannel(ids.channel, 'Keepers');
  await reads('Stem Cell Partners › Keepers');
  await teams().renameTeam(ids.team, 'Partners');
  await reads('Partners › Keepers');
  await anna.ask('help');
  await reads('Partners › Keepers');
});

it.each([
  ['its team is archived', 'unarchived', () => teams().archiveTeam(ids.team), () => teams().unarchiveTeam(ids.team)],
  [
    'its channel is deleted',
    'restored',
    () => teams().deleteChannel(ids.channel),
    () => teams().restoreChannel(ids.channel),
  ],
  ['its team is deleted', 'restored', () => teams().deleteTeam(ids.team), () => teams().restoreTeam(ids.team)],
  [
    'an upgrade of the app takes the bot away',
    'undone by another upgrade',
    () => teams().upgrade(ids.team, 'remove-upgrade'),
    () => teams().upgrade(ids.team, 'add-upgrade'),
  ],
])('is kept but dead when %s, administrators hear of it, and it lives again when that is %s', async (...row) => {
  const [, , ends, returns] = row;
  const told = await world.eva.after(ends, 'cannot reach');
  expect(linesOf(cardOf(told))).toContain(`Partners › Keepers: all applications of Matchwell (NL)`);
  await reads(DEAD);
  await returns();
  await lives();
  await anna.ask('help');
});

it('is dead when its team is deleted for good', async () => {
  await world.eva.after(() => teams().deleteTeam(ids.team, 'teamHardDeleted'), 'cannot reach');
  await reads(DEAD);
  expect(await links()).toContain('Partners › Keepers');
});
