import { afterAll, beforeAll, expect, it } from 'vitest';
import { LEAVERS } from '../../../cards/messages/sentences-leavers.ts';
import type { MessageView } from '../../../infra/local/teams/index.ts';
import { cardOf, codeFrom, linkOf, type Person, type Pressed, personAt } from '../person.ts';
import { DEADLINE_MS, linesOf, type RemindedWorld, startRemindedWorld } from '../reminded-world.ts';

const LOGIN = 'application/vnd.microsoft.activity.loginRequest';
const DM = 'Partner-NL-Matchwell-DM';
const LEGACY = 'Matchwell legacy upload';

let world: RemindedWorld;
let anna: Person;
let bram: Person;
beforeAll(async () => {
  world = await startRemindedWorld({ MAIL_FROM: '' });
  anna = await world.signedIn('Anna', 'personal');
  bram = await world.signedIn('Bram', 'personal');
});
afterAll(() => world?.close());

const text = (value: unknown) => JSON.stringify(value);
const holding = (person: Person, words: string): readonly MessageView[] =>
  person.sees().filter((message) => message.author.oid === null && text(message).includes(words));
/** The messages with these words, when there are so many. */
const when = (person: Person, words: string, count: number) =>
  world.bot.teams.waitFor(() => {
    const all = holding(person, words);
    return all.length >= count && all;
  }, DEADLINE_MS);
const linesFor = async (person: Person, question: string) => linesOf(cardOf(await person.ask(question))).join('\n');
/** Presses a button and signs in again if the answer asks for it. */
async function press(
  person: Person,
  card: unknown,
  verb: string,
  inputs: Record<string, unknown> = {},
): Promise<Pressed> {
  const asked = await person.press(card, verb, inputs);
  if (asked.type !== LOGIN) return asked;
  return person.pressWithCode(card, verb, inputs, await codeFrom(linkOf(asked.value), person.who.oid));
}

it('tells the administrators and the other manager once when a manager has left, and that nobody manages what was theirs alone', async () => {
  world.bot.world.setLeft(bram.who.oid, true);
  await world.sweepAfter(1);
  const [alarm] = await when(world.eva, LEAVERS.alarmTitle, 1);
  const lines = linesOf(cardOf(alarm as MessageView)).join('\n');
  expect(lines).toContain('Bram Visser · has left the directory');
  expect(lines).toContain(`⚠ ${DM}: 1 manager remains`);
  expect(lines).toContain(`✖ ${LEGACY}: nobody manages it`);
  const [news] = await when(anna, LEAVERS.colleaguesTitle, 1);
  expect(text(news)).toContain(DM);
  expect(text(news)).not.toContain(LEGACY);
  await world.sweepAfter(1);
  await world.eva.ask('help', 'What I can do');
  expect(
    [holding(world.eva, LEAVERS.alarmTitle), holding(anna, LEAVERS.colleaguesTitle)].map(({ length }) => length),
  ).toEqual([1, 1]);
});

it('counts one who has left as no manager, and shows them as such', async () => {
  const managers = await linesFor(anna, `managers ${DM}`);
  expect(managers).toMatch(/Only one person manages this application/);
  expect(managers).toMatch(/Bram Visser\n.*\n✖ Has left the directory \(seen on .*\)/);
  const overview = text(cardOf(await world.eva.ask('overview')));
  expect(overview).toMatch(/Managers who left.*"verb":"leavers"/);
  const listed = await linesFor(world.eva, 'leavers');
  expect(listed).toMatch(/Bram Visser · has left the directory · seen on /);
});

it('reminds those who are there, and not the one who has left', async () => {
  const before = bram.sees().length;
  const told = (await world.digests(anna, 0)).length;
  const secret = world.application(DM).passwordCredentials[0];
  if (secret === undefined) throw new Error('no secret');
  secret.endDateTime = new Date(Date.now() + 5 * 86_400_000).toISOString();
  await world.sweepAfter(0);
  await world.digests(anna, told + 1);
  await world.eva.ask('help', 'What I can do');
  expect(bram.sees()).toHaveLength(before);
});

it('takes the role of one who has left by the button of the alarm, without a word to them', async () => {
  const [alarm] = holding(world.eva, LEAVERS.alarmTitle);
  const open = () => world.eva.press(cardOf(alarm as MessageView), 'unassign');
  const asked = await world.eva.after(open, 'Remove the role of credential manager?');
  expect(text(holding(world.eva, LEAVERS.alarmTitle))).toContain('Bram Visser');
  const done = await press(world.eva, cardOf(asked), 'submit-assignment');
  expect(text(done.value)).toContain('Role removed');
  expect(await linesFor(world.eva, 'leavers')).toContain(LEAVERS.none);
  expect(await linesFor(anna, `managers ${DM}`)).not.toContain('Bram Visser');
  expect(holding(bram, 'You are no longer a credential manager')).toEqual([]);
});

it('counts somebody with a disabled account again as soon as it is enabled and a sweep has seen it', async () => {
  const clara = personAt(world.bot, 'Clara', 'personal');
  const theirs = 'Partner-DE-Stammzell-Register-Nord-DM';
  const { blocked } = world.bot.world;
  blocked.add(clara.who.oid);
  await world.sweepAfter(1);
  const alarms = await when(world.eva, LEAVERS.alarmTitle, 2);
  expect(text(alarms.at(-1))).toContain('account disabled');
  const managers = await linesFor(world.eva, `managers ${theirs}`);
  expect(managers).toContain('Nobody manages this application');
  expect(managers).toMatch(/Clara .*\n.*\n✖ Account disabled since /);
  blocked.delete(clara.who.oid);
  await world.sweepAfter(1);
  expect(await linesFor(world.eva, `managers ${theirs}`)).not.toContain('Account disabled');
  expect(await linesFor(world.eva, 'leavers')).toContain(LEAVERS.none);
});
