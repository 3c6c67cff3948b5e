import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UNEXPECTED } from '../../../cards/secrets/sentences-unexpected.ts';
import { NOTES } from '../../../cards/shared/sentences-notes.ts';
import type { MessageView } from '../../../infra/local/teams/index.ts';
import { DAY_MS, type LocalSecret } from '../../../infra/local/world.ts';
import { cardOf, type Person } from '../person.ts';
import { DEADLINE_MS, type RemindedWorld, startRemindedWorld } from '../reminded-world.ts';

const SMC = 'Partner-NL-Matchwell-SMC';

let world: RemindedWorld;
let anna: Person;
let clara: Person;
beforeAll(async () => {
  world = await startRemindedWorld({}, { embedded: true });
  anna = await world.signedIn('Anna', 'channel');
  clara = await world.signedIn('Clara', 'channel');
  await anna.ask('link Matchwell', 'This channel is linked');
  // The baseline of federated credentials is read within a minute; the administrator's sweeps do not wait for it.
  await world.sweepAfter(0);
});
afterAll(() => world?.close());

const text = (value: unknown) => JSON.stringify(value);
const asked = (person: Person) => person.sees().filter((message) => text(message).includes('unexpected-act'));

/** Somebody with rights in Entra adds a secret that lives for ten years. */
function addInEntra(name: string): LocalSecret {
  const now = Date.now();
  const secret = {
    ...{ keyId: randomUUID(), displayName: name, hint: 'b4c' },
    startDateTime: new Date(now - DAY_MS).toISOString(),
    endDateTime: new Date(now + 3652 * DAY_MS).toISOString(),
  };
  world.application(SMC).passwordCredentials.push(secret);
  return secret;
}

async function cardAbout(person: Person, name: string): Promise<MessageView> {
  return world.bot.teams.waitFor(() => asked(person).find((message) => text(message).includes(name)), DEADLINE_MS);
}

const now = (person: Person, { id }: MessageView) => text(person.sees().find((message) => message.id === id));

it('asks the managers in their channel and the administrator about a secret that somebody added in Entra', async () => {
  addInEntra('backup');
  await world.sweepAfter(0);
  for (const person of [anna, world.eva]) {
    const card = text(cardOf(await cardAbout(person, 'backup')));
    expect(card).toContain(UNEXPECTED.title);
    expect(card).toContain(SMC);
    expect(card).toContain('Valid for 10 years: longer than the rule of one year');
  }
});

it('answers somebody who does not manage the application beside the card, and changes nothing', async () => {
  const message = await cardAbout(clara, 'backup');
  const first = await clara.press(cardOf(message), 'unexpected-act', {}, '"act":"remove"', message.id);
  expect(first.value).toBe(NOTES['not-concerned'].text);
  expect(now(anna, message)).toContain(UNEXPECTED.open);
});

it('takes “It is ours” of a manager, and says on both cards who said it', async () => {
  const mine = await cardAbout(anna, 'backup');
  const hers = await cardAbout(world.eva, 'backup');
  const pressed = await anna.press(cardOf(mine), 'unexpected-act', {}, '"act":"ours"', mine.id);
  expect(pressed.value).toBe(NOTES['is-ours'].text);
  const said = 'Anna Jansen said on';
  await world.bot.teams.waitFor(
    () => now(anna, mine).includes(said) && now(world.eva, hers).includes(said),
    DEADLINE_MS,
  );
});

it('removes another one with the normal delete form, and the card says who removed it', async () => {
  const secret = addInEntra('spare');
  await world.sweepAfter(0);
  const mine = await cardAbout(anna, 'spare');
  const form = await anna.after(
    () => anna.press(cardOf(mine), 'unexpected-act', {}, '"act":"remove"', mine.id),
    '"confirm-delete"',
  );
  expect(text(cardOf(form))).toContain('spare');
  await anna.press(cardOf(form), 'confirm-delete', { typedName: SMC });
  await world.bot.teams.waitFor(() => now(anna, mine).includes('Anna Jansen removed it on'), DEADLINE_MS);
  expect(world.application(SMC).passwordCredentials).not.toContainEqual(secret);
});

it('lists what still waits for an answer', async () => {
  addInEntra('later');
  await world.sweepAfter(0);
  await cardAbout(anna, 'later');
  const list = text(cardOf(await anna.ask('unexpected', UNEXPECTED.listTitle)));
  expect(list).toContain('later');
  expect(list).not.toContain('backup');
});
