import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inDatabase } from '../../bot/doctor/stage.ts';
import { cardOf, type Person } from '../person.ts';
import { linesOf, type RemindedWorld, startRemindedWorld } from '../reminded-world.ts';

const SMC = 'Partner-DE-Stammzell-Register-Nord-SMC';
const SYSTEM = 'stammzell';
const EXPIRY = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
/** The log is read every minute at least, and one question after the other. */
const READ_MS = 110_000;
const TEST_MS = 240_000;
const SILENT = 'The old secret has been silent for 4 days, as far as Entra’s log says.';

/**
 * What the bot has kept of the log, as if it had begun to read five days ago, and the old secret had been used four days ago.
 * It is true however often it is said: the bot reads the log meanwhile.
 */
const FOUR_DAYS_LATER = [
  "UPDATE log_readings SET read_from = least(read_from, now() - interval '5 days') WHERE question LIKE 'succeeded %'",
  "UPDATE rotations SET old_used_at = least(old_used_at, now() - interval '4 days 1 minute') WHERE state = 'open'",
  `UPDATE secret_uses SET first_at = least(first_at, now() - interval '4 days 1 minute'),
    last_at = least(last_at, now() - interval '4 days 1 minute')
    WHERE key_id IN (SELECT lower(old_key_id) FROM rotations WHERE state = 'open')`,
];

describe('the last step of a rotation', () => {
  let world: RemindedWorld;
  let clara: Person;
  let value: string;
  beforeAll(async () => {
    world = await startRemindedWorld({ SIGN_IN_LOG: 'on', SIGN_IN_REPORT: 'off' });
    clara = await world.signedIn('Clara', 'personal');
    world.bot.graph.faults.signInLogLagMs = 0;
  });
  afterAll(() => world?.close());

  const rotation = async () => cardOf(await clara.ask(`rotate ${SMC} ~41`, 'Rotate a client secret'));
  /** Asks again and again, because the bot reads the log in the background. */
  const untilItSays = (words: RegExp) =>
    vi.waitUntil(async () => linesOf(await rotation()).some((line) => words.test(line)), {
      timeout: READ_MS,
      interval: 3_000,
    });

  it(
    'says when something has signed in with the old secret, and does not recommend to delete it',
    async () => {
      expect(await world.bot.systems.signIn(SYSTEM)).toBe(0);
      const begun = await clara.ask(`rotate ${SMC} ~41`, 'Rotate a client secret');
      const form = await clara.press(cardOf(begun), 'rotation', {}, '"act":"create"', begun.id);
      await clara.press(form.value, 'submit-create', { name: 'Fresh', expiry: EXPIRY }, '', begun.id);
      value = /"codeSnippet":"([^"]+)"/.exec(JSON.stringify(clara.sees()))?.[1] ?? '';
      expect(await world.bot.systems.use(SYSTEM, value)).toBe(0);
      await untilItSays(/^Something signed in with the old secret on .* silent for 3 days, which is on .*\.$/);
      expect(JSON.stringify(await rotation())).toContain(`signed in with ${value.slice(0, 3)}…`);
      expect(linesOf(await rotation()).filter((line) => line.startsWith(SILENT))).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'recommends the deletion when the old secret has been silent for three days, and asks to confirm it',
    async () => {
      world.bot.world.passDays(4);
      await vi.waitUntil(
        async () => {
          await inDatabase(world.bot.env['DATABASE_URL'] ?? '', async (run) => {
            for (const statement of FOUR_DAYS_LATER) await run(statement);
          });
          return linesOf(await rotation()).some((line) => line.startsWith(SILENT));
        },
        { timeout: READ_MS, interval: 5_000 },
      );
      const before = world.application(SMC).passwordCredentials.length;
      const form = await clara.press(await rotation(), 'rotation', {}, '"act":"delete"');
      await clara.press(form.value, 'confirm-delete', { typedName: SMC });
      const left = world.application(SMC).passwordCredentials.map(({ displayName }) => displayName);
      expect(left).toHaveLength(before - 1);
      expect(left).not.toContain('Nightly search');
      expect(await world.bot.systems.signIn(SYSTEM)).toBe(0);
    },
    TEST_MS,
  );
});
