import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFUSALS } from '../../cards/shared/sentences.ts';
import { NOTES } from '../../cards/shared/sentences-notes.ts';
import type { MessageView } from '../../infra/local/teams/index.ts';
import { actionsIn, asJson, cardOf, type Person, type Pressed, personAt } from './person.ts';
import { DEADLINE_MS, dueIn, linesOf, type RemindedWorld, startRemindedWorld } from './reminded-world.ts';

let world: RemindedWorld;
let anna: Person;
let bram: Person;
/** Nobody's manager. */
let daan: Person;
/** Another organisation's manager. */
let clara: Person;
let first: MessageView;
beforeAll(async () => {
  world = await startRemindedWorld();
  anna = await world.signedIn('Anna', 'channel');
  bram = await world.signedIn('Bram', 'channel');
  clara = await world.signedIn('Clara', 'channel');
  daan = personAt(world.bot, 'Daan', 'channel');
  await anna.ask('link Matchwell', 'This channel is linked');
  await world.sweepAfter(0);
  first = newest(await world.digests(anna, 1));
});
afterAll(() => world?.close());

const SECRET = 'Secret by Bram Visser';
const text = (value: unknown) => JSON.stringify(value);

function newest(messages: readonly MessageView[]): MessageView {
  const message = messages.at(-1);
  if (message === undefined) throw new Error('no message');
  return message;
}

/** A message as a person sees it now. */
function now(person: Person, { id }: MessageView): MessageView {
  return newest(person.sees().filter((message) => message.id === id));
}

/** Presses the button that its tooltip tells apart, on the card as it was given. */
function press(person: Person, message: MessageView, tooltip: string, tampered = {}): Promise<Pressed> {
  return person.press(cardOf(message), 'digest-item', tampered, `"tooltip":"${tooltip}`, message.id);
}

/** Waits until everybody reads this on the card. */
async function everybodyReads(message: MessageView, line: string): Promise<void> {
  const reads = (person: Person) => linesOf(cardOf(now(person, message))).some((each) => each.startsWith(line));
  await world.bot.teams.waitFor(() => [anna, bram, daan, clara].every(reads), DEADLINE_MS);
}

it('shows everybody on the same card who is on it and since when', async () => {
  const before = anna.sees().length;
  const seenByBram = bram.sees().length;
  const pressed = await press(anna, first, `I'm on it: ${SECRET}`);
  expect(pressed.value).toBe(NOTES.opened.text);
  await everybodyReads(first, 'Anna Jansen has been on it since ');
  // The card on which she may promise a day or give it back is for her alone.
  expect(anna.sees()).toHaveLength(before + 1);
  expect(bram.sees()).toHaveLength(seenByBram);
});

it('tells a second manager who is on it and lets them take over', async () => {
  const late = await press(bram, first, `I'm on it: ${SECRET}`);
  expect(late.value).toContain('Anna Jansen is on it already, since');
  const pressed = await press(bram, now(bram, first), `Take over: ${SECRET}`);
  expect(pressed.value).toBe(NOTES.opened.text);
  await everybodyReads(first, 'Bram Visser has been on it since ');
  expect(text(now(anna, first).attachments)).not.toContain('Anna Jansen has been on it');
});

it('goes on with the ladder while somebody is on it, and says so', async () => {
  await world.sweepAfter(1);
  const today = newest(await world.digests(anna, 2));
  expect(dueIn(today)).toContain(`${SECRET}: expires in 3 days`);
  expect(linesOf(cardOf(today))).toContainEqual(expect.stringContaining('Bram Visser has been on it since'));
});

it('changes nothing when somebody who does not manage the application presses a button, and tells only them', async () => {
  const card = text(now(anna, first));
  for (const [person, label] of [
    [daan, `Rotate ${SECRET}`],
    [daan, `Take over: ${SECRET}`],
    [daan, `Show ${SECRET}`],
    [clara, `Rotate ${SECRET}`],
    [clara, `Take over: ${SECRET}`],
    [clara, `Show ${SECRET}`],
  ] as const) {
    const seen = person.sees().length;
    const asks = await person.after(async () => {
      const pressed = await press(person, now(person, first), label);
      expect(pressed.value, label).toBe(NOTES['not-yours'].text);
    }, 'Ask for access');
    expect(now(person, first).note, label).toBe(NOTES['not-yours'].text);
    expect([asks.targeted, person.sees().length]).toEqual([true, seen + 1]);
    expect(text(anna.sees().map(({ id }) => id))).not.toContain(asks.id);
  }
  expect(text(now(anna, first))).toBe(card);
});

it('shows the application, with hints, to the manager who asks and to nobody else', async () => {
  const shown = await anna.after(() => press(anna, first, `Show ${SECRET}`), '~10');
  expect(shown.targeted).toBe(true);
  for (const person of [bram, daan]) expect(text(person.sees().map(({ id }) => id))).not.toContain(shown.id);
});

describe('a tampered button of a digest', () => {
  /** Nobody's card has changed, and no claim was made that the next redrawing would show. */
  async function expectRefused(person: Person, data: Readonly<Record<string, unknown>>): Promise<void> {
    const before = text(now(daan, first).attachments);
    const act = () => person.press(cardOf(now(anna, first)), 'digest-item', data, `"tooltip":"Take over: ${SECRET}`);
    await person.after(act, REFUSALS['digest-gone']);
    await world.sweepAfter(0);
    expect(text(now(daan, first).attachments)).toBe(before);
  }

  it('does nothing with the id of a digest in another person’s chat', async () => {
    const inChat = newest(await world.digests(personAt(world.bot, 'Clara', 'personal'), 1));
    const before = text(inChat.attachments);
    await expectRefused(anna, { digest: asJson(actionsIn(cardOf(inChat))[0]?.['data'])['digest'] });
    const [after] = await world.digests(personAt(world.bot, 'Clara', 'personal'), 1);
    expect(text(after?.attachments)).toBe(before);
  });

  it('does nothing with an item that the digest does not have', () => expectRefused(anna, { item: 99 }));

  it('does nothing when it is pressed in the 1:1 chat, which does not show the digest', () =>
    expectRefused(personAt(world.bot, 'Anna', 'personal'), {}));

  it('does nothing when it is pressed in another channel', () =>
    expectRefused(personAt(world.bot, 'Anna', world.bot.teams.channelId('IT operations')), {}));
});

it('updates the digest in place when the secret is deleted, and ends the ladder', async () => {
  const name = 'Partner-NL-Matchwell-SMC';
  const form = await bram.ask(`delete ${name} ~10`, 'confirm-delete');
  const deleted = await bram.press(cardOf(form), 'confirm-delete', { typedName: name });
  expect(text(deleted.value)).toContain('deleted');
  const both = await world.digests(anna, 2);
  for (const digest of both) await everybodyReads(digest, 'Deleted by Bram Visser on ');
  expect(text(actionsIn(cardOf(now(anna, newest(both)))))).not.toContain(SECRET);
  await world.sweepAfter(2);
  const later = await world.digests(anna, 3);
  expect(later.slice(2).flatMap(dueIn)).toContain('Integration tests: expires in 41 days');
  expect(text(later.slice(2).flatMap(dueIn))).not.toContain(SECRET);
});
