import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUTAGE, OUTAGE_TITLES } from '../../../cards/reminders/outages/sentences.ts';
import type { MessageView } from '../../../infra/local/teams/index.ts';
import { cardOf, type Person, type Pressed } from '../person.ts';
import { linesOf, type RemindedWorld, startRemindedWorld } from '../reminded-world.ts';

const SMC = 'Partner-NL-Matchwell-SMC';
const SYSTEM = 'matchwell';
const EXPIRY = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
/** The log is read every minute at least, and one question after the other. */
const READ_MS = 110_000;
const TEST_MS = 240_000;

const text = (value: unknown) => JSON.stringify(value);

describe('a system whose secret expires', () => {
  let world: RemindedWorld;
  let anna: Person;
  beforeAll(async () => {
    world = await startRemindedWorld({ SIGN_IN_LOG: 'on' }, { embedded: true });
    anna = await world.signedIn('Anna', 'personal');
    world.bot.graph.faults.signInLogLagMs = 0;
  });
  afterAll(() => world?.close());

  /** The cards of outages that a person sees. */
  const cards = (person: Person): readonly MessageView[] =>
    person
      .sees()
      .filter(({ attachments }) =>
        [...Object.values(OUTAGE_TITLES), OUTAGE.mendedTitle].some((title) => text(attachments).includes(title)),
      );
  const shows = (person: Person, title: string) =>
    world.bot.teams.waitFor(() => cards(person).find((card) => text(card.attachments).includes(title)), READ_MS);

  /** Waits until the bot has asked the log so many more questions. */
  const read = async (count: number) => {
    const asked = () => world.bot.graph.counts.get('GET signIns') ?? 0;
    const enough = asked() + count;
    await world.bot.teams.waitFor(() => asked() >= enough, READ_MS);
  };

  it(
    'becomes one card for its managers and one for the administrators, without an address',
    async () => {
      const { systems } = world.bot;
      expect(await systems.signIn(SYSTEM)).toBe(0);
      world.secret('Secret by Bram Visser', SMC).endDateTime = new Date(Date.now() - 1_000).toISOString();
      expect(await systems.signIn(SYSTEM)).toBe(7000222);
      for (const person of [anna, world.eva]) await shows(person, OUTAGE_TITLES.expired);
      const lines = linesOf(cardOf(await shows(anna, OUTAGE_TITLES.expired)));
      expect(lines).toContain(SMC);
      expect(lines).toContainEqual(expect.stringMatching(/^Entra refused a sign-in on /));
      expect(text(anna.sees())).not.toContain('203.0.113');
    },
    TEST_MS,
  );

  it(
    'has no second card after the bot was killed, which goes on where it stopped',
    async () => {
      // What the first test has seen is written down by then.
      await read(1);
      await world.bot.kill();
      expect(await world.bot.systems.signIn(SYSTEM)).toBe(7000222);
      await world.bot.start();
      await read(4);
      expect([anna, world.eva].map((person) => cards(person).length)).toEqual([1, 1]);
    },
    TEST_MS,
  );

  it(
    'is mended by a rotation that confirms itself, and its cards say so in their place',
    async () => {
      const begun = await anna.ask(`rotate ${SMC} ~10`, 'Rotate a client secret');
      const press = (card: unknown, verb: string, inputs = {}, having = '') =>
        anna.press(card, verb, inputs, having, begun.id);
      const form: Pressed = await press(cardOf(begun), 'rotation', {}, '"act":"create"');
      await press(form.value, 'submit-create', { name: 'Fresh', expiry: EXPIRY });
      const value = /"codeSnippet":"([^"]+)"/.exec(text(anna.sees()))?.[1] ?? '';
      expect(await world.bot.systems.use(SYSTEM, value)).toBe(0);
      const hint = value.slice(0, 3);
      const rotation = () => anna.sees().find(({ id }) => id === begun.id);
      const confirmed = () => text(rotation()?.attachments).includes(`Somebody signed in with ${hint}…`);
      await world.bot.teams.waitFor(confirmed, READ_MS);
      for (const person of [anna, world.eva]) await shows(person, OUTAGE.mendedTitle);
      expect([anna, world.eva].map((person) => cards(person).length)).toEqual([1, 1]);
    },
    TEST_MS,
  );
});
