import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALARMS } from '../../cards/messages/sentences.ts';
import { LINKS } from '../../cards/reminders/sentences-links.ts';
import { NOTES } from '../../cards/shared/sentences-notes.ts';
import type { MessageView } from '../../infra/local/teams/index.ts';
import { asJson, cardOf, codeFrom, linkOf, type Person, personAt } from './person.ts';
import { dueIn, linesOf, type RemindedWorld, startRemindedWorld } from './reminded-world.ts';

let world: RemindedWorld;
beforeAll(async () => {
  world = await startRemindedWorld();
});
afterAll(() => world?.close());

const SMC = 'Partner-NL-Matchwell-SMC';
const SECRET = 'Secret by Bram Visser';
const text = (value: unknown) => JSON.stringify(value);
const channel = (name: string) => world.bot.teams.channelId(name);
const inPerson = (name: string) => personAt(world.bot, name, 'personal');
const lines = async (person: Person, command: string, having = '') =>
  linesOf(cardOf(await person.ask(command, having))).join('\n');
const press = (person: Person, message: MessageView, tooltip: string) =>
  person.press(cardOf(message), 'digest-item', {}, `"tooltip":"${tooltip}`, message.id);

/** Waits until the newest digest that the person sees has this line. */
const reads = (person: Person, line: string) =>
  world.bot.teams.waitFor(() =>
    person.sees().some((one) => linesOf(cardOf(one)).some((each) => each.startsWith(line))),
  );

async function newestDigest(person: Person, count: number): Promise<MessageView> {
  const message = (await world.digests(person, count)).at(-1);
  if (message === undefined) throw new Error('no digest');
  return message;
}

describe('a private channel', () => {
  let anna: Person;
  let bram: Person;
  let daan: Person;
  beforeAll(async () => {
    const matchwell = channel('Matchwell managers');
    anna = await world.signedIn('Anna', matchwell);
    bram = await world.signedIn('Bram', matchwell);
    daan = personAt(world.bot, 'Daan', matchwell);
  });

  it('can be the managers’ channel of one organisation: the digest comes there, and only its members see it', async () => {
    expect(await lines(anna, 'link Matchwell', LINKS.linkedTitle)).not.toContain('another organisation');
    await world.sweepAfter(0);
    expect(dueIn(await newestDigest(bram, 1))).toContain(`${SECRET}: expires in 4 days`);
    expect(await lines(world.eva, 'links')).toContain('Stem Cell Partners › Matchwell managers');
    expect(() => personAt(world.bot, 'Clara', channel('Matchwell managers'))).toThrow('Clara Vogel is in no 19:');
    expect(await world.digests(inPerson('Anna'), 0)).toHaveLength(0);
  });

  it('lets a member who manages the application use the buttons, and changes nothing for another member', async () => {
    const digest = await newestDigest(bram, 1);
    expect((await press(daan, digest, `I'm on it: ${SECRET}`)).value).toBe(NOTES['not-yours'].text);
    expect((await press(bram, digest, `I'm on it: ${SECRET}`)).value).toBe(NOTES.opened.text);
    await reads(daan, 'Bram Visser has been on it since ');
  });

  it('gives an answer in the 1:1 chat if Teams refuses a message that one guest alone sees, and never openly', async () => {
    const [before, seenByDaan] = [anna.sees().length, daan.sees().length];
    world.bot.teams.faults.next(1, {
      on: 'targeted',
      how: 'answer',
      status: 404,
      code: 'MemberNotFoundInConversation',
    });
    const answered = await inPerson('Anna').after(
      () => world.bot.teams.sendMessage(anna.who.oid, channel('Matchwell managers'), `show ${SMC}`),
      SECRET,
    );
    expect(answered.targeted).toBe(false);
    const own = anna.sees().slice(before);
    expect(own.map(({ author }) => author.oid)).toEqual([anna.who.oid]);
    expect(daan.sees()).toHaveLength(seenByDaan + 1);
  });

  it('loses its reminders when the app is taken out of it alone, and gets them when the app is back', async () => {
    const { teams } = world.bot;
    const told = await world.eva.after(() => teams.removeBot(channel('Matchwell managers')), 'cannot reach');
    expect(linesOf(cardOf(told))).toContain(
      'Stem Cell Partners › Matchwell managers: all applications of Matchwell (NL)',
    );
    expect((await teams.sendMessage(anna.who.oid, channel('Credential managers'), 'help')).status).toBe(200);
    await world.sweepAfter(1);
    // Both have theirs before the channel is back: what is still to be sent then goes to the channel.
    for (const name of ['Anna', 'Bram']) await world.digests(inPerson(name), 1);
    await teams.addBot(channel('Matchwell managers'));
    await expect.poll(() => lines(world.eva, 'links'), { timeout: 10_000 }).not.toContain('Cannot be reached');
    await world.sweepAfter(1);
    expect(dueIn(await newestDigest(anna, 2))).toContain(`${SECRET}: expires in 2 days`);
  });
});

describe('a shared channel', () => {
  const TITLE = 'Partner exchange';
  let eva: Person;
  let daan: Person;
  let maja: Person;
  beforeAll(async () => {
    // Eva is signed in already.
    eva = personAt(world.bot, 'Eva', channel(TITLE));
    const first = cardOf(await eva.ask('assign @[Daan Smit] Partner-JP-Kizuna-DM'));
    const form = text(first).includes('submit-assignment')
      ? first
      : cardOf(await eva.signIn(linkOf(first), 'submit-assignment'));
    const inputs = { confirmedBy: 'Kenji' };
    const pressed = await eva.press(form, 'submit-assignment', inputs);
    if (!text(pressed.value).includes('Role assigned')) {
      const code = await codeFrom(linkOf(pressed.value), eva.who.oid);
      await eva.pressWithCode(form, 'submit-assignment', inputs, code);
    }
    daan = await world.signedIn('Daan', channel(TITLE));
    maja = personAt(world.bot, 'Maja', channel(TITLE));
  });

  it('warns who links it that people of other organisations read there', async () => {
    expect(await lines(daan, 'link Kizuna', LINKS.linkedTitle)).toContain(
      'One member of this channel is of another organisation',
    );
  });

  it('answers such a person with one sentence for each command and button, and offers and does nothing', async () => {
    world.bot.world.passDays(330);
    await world.sweepAfter(0);
    const digest = await newestDigest(maja, 1);
    const card = text(digest.attachments);
    for (const typed of ['list', 'help', 'link Kizuna', 'request Kizuna', 'sign in', 'who am i']) {
      const said = await maja.ask(typed);
      expect([said.targeted, said.text, said.attachments]).toEqual([
        true,
        expect.stringContaining('people who have an account in this organisation'),
        [],
      ]);
    }
    const pressed = await press(maja, digest, "I'm on it: Rotation 2");
    expect([pressed.status, pressed.type]).toEqual([400, 'application/vnd.microsoft.error']);
    expect(text(asJson(pressed.value))).not.toContain('sign-in');
    await world.sweepAfter(0);
    expect(text((await newestDigest(maja, 1)).attachments)).toBe(card);
    expect(await world.bot.log()).not.toContain(maja.who.oid);
  });

  it('lets a member who manages the application use the buttons, and everybody sees that', async () => {
    const digest = await newestDigest(daan, 1);
    expect((await press(daan, digest, "I'm on it: Rotation 2")).value).toBe(NOTES.opened.text);
    await reads(maja, 'Daan Smit has been on it since ');
  });

  it('is linked without a warning when nobody of another organisation is in it', async () => {
    await world.bot.teams.unshare(channel(TITLE), world.bot.teams.teamId('Cellbanken'));
    await daan.ask('unlink Kizuna', 'Unlinked');
    expect(await lines(daan, 'link Kizuna', LINKS.linkedTitle)).not.toContain('another organisation');
  });

  it.each([
    ['is shared with another organisation', 5, () => world.bot.teams.share(channel(TITLE), outside().team)],
    [
      'gets its first member of another organisation',
      14,
      () => world.bot.teams.addMember(channel(TITLE), outside().oid),
    ],
  ])(
    'loses its links when it %s: administrators hear of it, and reminders go to the managers in person',
    async (_what, days, act) => {
      await daan.ask('link Kizuna');
      const inChannel = (await world.digests(daan, 1)).length;
      const told = await world.eva.after(act, 'Partner exchange: all applications of Kizuna');
      expect(text(told.attachments)).toContain(ALARMS.sharedTitle);
      expect(await lines(world.eva, 'links')).not.toContain(TITLE);
      const before = (await world.digests(inPerson('Daan'), 0)).length;
      await world.sweepAfter(days);
      await world.digests(inPerson('Daan'), before + 1);
      // A message from the channel does not bring the link back.
      await daan.ask('help');
      expect(await lines(world.eva, 'links')).not.toContain(TITLE);
      expect(await world.digests(daan, 1)).toHaveLength(inChannel);
      await world.bot.teams.unshare(channel(TITLE), outside().team);
      await world.bot.teams.removeMember(channel(TITLE), outside().oid);
    },
  );

  function outside() {
    const [one] = world.bot.world.outsiders;
    return { team: world.bot.teams.teamId('Cellbanken'), oid: one?.oid ?? '' };
  }
});
