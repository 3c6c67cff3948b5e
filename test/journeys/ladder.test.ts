import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALARMS } from '../../cards/messages/sentences.ts';
import { actionsIn, cardOf, type Person } from './person.ts';
import { DEADLINE_MS, dueIn, linesOf, type RemindedWorld, startRemindedWorld } from './reminded-world.ts';

const PLACE = 'PartnerAlternative-NL-Matchwell-SMC';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: RemindedWorld;
let anna: Person;
/** Without e-mail: what comes is what Teams shows. */
beforeAll(async () => {
  world = await startRemindedWorld({ MAIL_FROM: '' });
  anna = await world.signedIn('Anna', 'channel');
  // What the first sweep could tell nobody is told now, so that it does not come in between later.
  const told = () => text(world.eva.sees()).includes(ALARMS.nobodyTitle);
  await world.bot.teams.waitFor(told, 50_000);
  // Late on its day: so that there is an hour at which it "expires today".
  const secret = world.secret('Integration tests', PLACE);
  secret.endDateTime = new Date(Date.parse(secret.endDateTime) + 6 * HOUR_MS).toISOString();
  await anna.ask(`link ${PLACE}`, 'This channel is linked');
});
afterAll(() => world?.close());

const text = (value: unknown) => JSON.stringify(value);

/** Passes that many days, sweeps, and reads what came into the channel. */
async function after(days: number, digests: number): Promise<readonly string[]> {
  const before = (await world.digests(anna, 0)).length;
  await world.sweepAfter(days);
  return (await world.digests(anna, before + digests)).slice(before).flatMap(dueIn);
}

it('does not mention e-mail if none is set up', async () => {
  expect(text(cardOf(await world.eva.ask('help commands', 'All commands')))).not.toMatch(/e-mail|notify/i);
  expect(text(cardOf(await world.eva.ask('notify mail text', 'not set up')))).toContain('Reminders reach you in Teams');
  expect(world.bot.world.sentMail).toEqual([]);
});

it('sends every stage of the ladder once, none early and none twice, and after the end one line a week', async () => {
  const walk: readonly (readonly [days: number, said: string | undefined])[] = [
    [1, undefined],
    [1, 'expires in 42 days'],
    [1, undefined],
    [19, undefined],
    [1, 'expires in 21 days'],
    [0, undefined],
    [13, undefined],
    ...[7, 6, 5, 4, 3, 2].map((left) => [1, `expires in ${left} days`] as const),
    [1, 'expires tomorrow'],
    [1, 'expires today'],
    [1, 'expired yesterday'],
    [1, undefined],
    [4, undefined],
    [1, 'expired 7 days ago'],
    [1, undefined],
  ];
  for (const [days, said] of walk) {
    const expected = said === undefined ? [] : [`Integration tests: ${said}`];
    expect(await after(days, expected.length)).toEqual(expected);
  }
  expect(await world.digests(anna, 12)).toHaveLength(12);
});

it('sends only the latest stage after an outage of weeks', async () => {
  const left = Math.round((Date.parse(world.secret('Sandbox tests', PLACE).endDateTime) - Date.now()) / DAY_MS);
  await world.bot.stop();
  world.bot.world.passDays(left - 5);
  await world.bot.start();
  expect(await after(0, 1)).toEqual([
    'Sandbox tests: expires in 5 days',
    expect.stringMatching(/^Integration tests: expired \d+ days ago$/),
  ]);
  expect(await after(0, 0)).toEqual([]);
});

it('ends the ladder when the secret is deleted outside the bot, and the posted card says so', async () => {
  const application = world.application(PLACE);
  application.passwordCredentials = [];
  const standing = new Set((await world.digests(anna, 13)).map(({ id }) => id));
  expect(await after(1, 0)).toEqual([]);
  const now = await world.bot.teams.waitFor(() => {
    const shown = anna.sees().filter(({ id }) => standing.has(id));
    return shown.every((message) => actionsIn(cardOf(message)).length === 0) && shown;
  }, DEADLINE_MS);
  for (const message of now)
    expect(linesOf(cardOf(message))).toContainEqual(expect.stringMatching(/^Deleted outside this app on /));
});

it('tells the administrators each day which applications cannot connect, and who was told', async () => {
  const alarms = () => world.eva.sees().filter((message) => text(message).includes('Applications cannot connect'));
  for (const day of [1, 2]) {
    const before = alarms().length;
    await world.sweepAfter(1);
    await world.bot.teams.waitFor(() => alarms().length > before, DEADLINE_MS);
    expect(alarms(), `day ${day}`).toHaveLength(before + 1);
  }
  const newest = alarms().at(-1);
  const lines = newest === undefined ? '' : linesOf(cardOf(newest)).join('\n');
  expect(lines).toMatch(/Matchwell-SMC\ncannot connect; the secret that expired last did so on /);
  expect(lines).toMatch(
    /Managed by Anna Jansen, Bram Visser; nobody is on it; (told today: managers in person|nobody else was told today)\./,
  );
});

describe('the alarms and commands of administrators', () => {
  it('include an alarm when a sweep reads far fewer applications, until an administrator accepts the number', async () => {
    const { applications } = world.bot.world;
    const hidden = applications.splice(4);
    const alarm = world.eva.after(
      () => world.eva.ask('sweep', 'This sweep looks wrong'),
      'The daily sweep looks wrong',
    );
    expect(text(cardOf(await alarm))).toContain('It read 4 applications; the last good sweep read 12');
    expect(text(cardOf(await world.eva.ask('sweep accept', 'Newly due')))).toContain('Sweep completed');
    expect(text(cardOf(await world.eva.ask('sweep', 'Newly due')))).toContain('Sweep completed');
    applications.push(...hidden);
    expect(text(cardOf(await world.eva.ask('sweep', 'Newly due')))).toContain('Sweep completed');
  });

  it('include an alarm when a sweep reads nothing, and nothing counts as deleted', async () => {
    const { applications } = world.bot.world;
    const hidden = applications.splice(0);
    const before = text((await world.digests(anna, 13)).map(({ attachments }) => attachments));
    const alarm = world.eva.after(
      () => world.eva.ask('sweep', 'This sweep looks wrong'),
      'The daily sweep looks wrong',
    );
    expect(text(cardOf(await alarm))).toContain('It read no application at all');
    expect(text(cardOf(await world.eva.ask('sweep accept', 'Newly due')))).toContain('This sweep looks wrong');
    applications.push(...hidden);
    expect(text(cardOf(await world.eva.ask('sweep', 'Newly due')))).toContain('Sweep completed');
    expect(text((await world.digests(anna, 13)).map(({ attachments }) => attachments))).toBe(before);
  });

  it('keep a digest that Teams refuses and deliver it when an administrator retries', async () => {
    await anna.ask('link Matchwell', 'This channel is linked');
    // Refused with mentions and without.
    world.bot.teams.faults.next(2, { on: 'group', how: 'answer', status: 400, code: 'BadArgument' });
    const before = (await world.digests(anna, 0)).length;
    await world.eva.after(() => world.sweepAfter(0), 'could not be delivered');
    const list = await world.eva.ask('undelivered', 'I have given up these');
    expect(linesOf(cardOf(list))).toContain('To the channel Stem Cell Partners › Credential managers');
    const settled = await world.eva.press(cardOf(list), 'undelivered-act', {}, '"act":"retry"');
    expect(text(settled.value)).toContain('Every message was delivered');
    expect(await world.digests(anna, before + 1)).toHaveLength(before + 1);
  });

  it('print the plan of a dry run and send nothing', async () => {
    world.bot.world.passDays(1);
    await world.bot.stop();
    const before = text([world.bot.teams.traffic.entries.length, world.bot.world.sentMail.length]);
    const { code, output } = await world.bot.sweep('--dry-run');
    expect(code).toBe(0);
    const lines = output.trim().split('\n');
    expect(lines.at(-2)).toBe('completed: 12 applications read.');
    expect(lines.at(-1)).toBe(`${lines.length - 2} reminders would be planned. Nothing was written or sent.`);
    expect(text([world.bot.teams.traffic.entries.length, world.bot.world.sentMail.length])).toBe(before);
    await world.bot.start();
    expect(await world.sweepAfter(0)).toMatchObject({ reminders: lines.length - 2 });
  });
});
