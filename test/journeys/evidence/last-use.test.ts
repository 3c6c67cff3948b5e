import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DELETE_CONFIRMATION } from '../../../cards/secrets/sentences.ts';
import { cardOf, type Person, personAt } from '../person.ts';
import { DEADLINE_MS, linesOf, type RemindedWorld, startRemindedWorld } from '../reminded-world.ts';

const DM = 'Partner-NL-Matchwell-DM';
const SANDBOX = 'PartnerAlternative-NL-Matchwell-SMC';
const AS_OF = expect.stringMatching(/Last uses come from Entra’s report as of .*/);
const { typedLabel } = DELETE_CONFIRMATION.name;

function takesTheName(card: unknown): boolean {
  return JSON.stringify(card).includes(typedLabel);
}

describe('the last use of a secret, from Entra’s report to the form that deletes it', () => {
  let world: RemindedWorld;
  let anna: Person;
  let inChannel: Person;
  beforeAll(async () => {
    world = await startRemindedWorld();
    anna = await world.signedIn('Anna', 'personal');
    inChannel = personAt(world.bot, 'Anna', 'channel');
  });
  afterAll(() => world?.close());

  const secretsOf = (name: string) => world.application(name).passwordCredentials.map(({ displayName }) => displayName);
  /** A system signs in with it now. */
  const signIn = (secret: string, name: string) =>
    world.bot.world.signIns.set(world.secret(secret, name).keyId, new Date());
  const formOf = async (query: string) => cardOf(await anna.ask(`delete ${query}`, 'Delete this client secret?'));

  it('is shown in the list and in the application, as soon as the report has been read', async () => {
    const shown = async () => linesOf(cardOf(await anna.ask(`show ${DM}`, '2 client secrets')));
    await expect.poll(shown, { timeout: DEADLINE_MS, interval: 500 }).toContainEqual(AS_OF);
    const lines = await shown();
    expect(lines).toContainEqual(expect.stringMatching(/^~00… · created .* · last used \d+ /));
    expect(lines).toContainEqual(expect.stringMatching(/^~01… · created .* · last use not known$/));
    expect(linesOf(cardOf(await anna.ask('list', 'Your applications')))).toContainEqual(AS_OF);
    expect(world.bot.graph.counts.get('GET appCredentialSignInActivities')).toBe(1);
  });

  it('makes the form ask for the name of the application if a system runs on the secret', async () => {
    const form = await formOf(`${DM} ~00`);
    expect(linesOf(form)).toContainEqual(
      expect.stringMatching(/^⚠ This secret was used on .*it counts as safe to delete from /),
    );
    const answer = await anna.press(form, 'confirm-delete', { typedName: 'Partner' });
    expect(takesTheName(answer.value)).toBe(true);
    expect(secretsOf(DM)).toHaveLength(2);
  });

  it('is looked for again when the form is submitted', async () => {
    const form = await formOf(`${SANDBOX} ~20`);
    expect(linesOf(form)).toContainEqual(expect.stringMatching(/^Last used: not known \(Entra’s report as of /));
    expect(takesTheName(form)).toBe(false);
    signIn('Sandbox tests', SANDBOX);
    const answer = await anna.press(form, 'confirm-delete', {});
    expect(takesTheName(answer.value)).toBe(true);
    expect(secretsOf(SANDBOX)).toHaveLength(2);
    await anna.press(answer.value, 'confirm-delete', { typedName: SANDBOX });
    expect(secretsOf(SANDBOX)).toEqual(['Integration tests']);
  });

  it('is in reminders, which lead nobody to delete a secret in use, and know an open rotation', async () => {
    await inChannel.ask(`link ${DM}`, 'This channel is linked');
    await world.sweepAfter(0);
    const [digest] = await world.digests(inChannel, 1);
    const lines = () => linesOf(digest && cardOf(inChannel.sees().find(({ id }) => id === digest.id) ?? digest));
    expect(lines()).toContainEqual(AS_OF);
    expect(lines()).toContainEqual(
      expect.stringMatching(/^There is a newer secret, “Secret by Bram Visser”, but this/),
    );
    await anna.ask(`rotate ${DM} ~00`, 'Rotate a client secret');
    await world.bot.teams.waitFor(
      () => lines().includes('A rotation is under way, started by Anna Jansen. Step 1 of 4: Create the new secret.'),
      DEADLINE_MS,
    );
  });
});
