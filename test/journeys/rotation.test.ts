import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NEWS } from '../../cards/rotation/sentences.ts';
import { TOO_EARLY } from '../../cards/shared/sentences.ts';
import type { MessageView } from '../../infra/local/teams/index.ts';
import { holds } from './canary.ts';
import { cardOf, codeFrom, linkOf, type Person, type Pressed, personAt } from './person.ts';
import { DEADLINE_MS, dueIn, linesOf, type RemindedWorld, startRemindedWorld } from './reminded-world.ts';

const text = (value: unknown) => JSON.stringify(value);
const SMC = 'Partner-NL-Matchwell-SMC';
const DM = 'Partner-NL-Matchwell-DM';
const EXPIRY = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);

/** Presses a button of a rotation's card. */
function act(person: Person, card: unknown, wanted: string): Promise<Pressed> {
  return person.press(card, 'rotation', {}, `"act":"${wanted}"`);
}

/** The marks beside the four steps. */
function stepsIn(card: unknown): string {
  return linesOf(card)
    .filter((line) => /^[✔▶○]$/.test(line))
    .join('');
}

function isSecretMessage(message: MessageView): boolean {
  return text(message).includes('codeSnippet');
}

describe('a rotation from a reminder to its end, if every change asks for a fresh sign-in', () => {
  let world: RemindedWorld;
  let anna: Person;
  let bram: Person;
  let card: unknown;
  beforeAll(async () => {
    world = await startRemindedWorld({ STEP_UP_MINUTES: '0.1' });
    anna = await world.signedIn('Anna', 'channel');
    bram = await world.signedIn('Bram', 'personal');
    await anna.ask(`link ${SMC}`, 'This channel is linked');
    await world.sweepAfter(0);
  });
  afterAll(() => world?.close());

  /** Once the last sign-in is too old: presses, is asked for a step-up, presses again with the code from the page. */
  async function steppedUp(person: Person, form: unknown, verb: string, inputs: Readonly<Record<string, unknown>>) {
    const who = async () => text(cardOf(await person.ask('who am i', 'Signed in until')));
    await expect.poll(who, { timeout: 15_000, interval: 500 }).toContain('confirm that it is you');
    const refused = await person.press(form, verb, inputs);
    expect(refused).toMatchObject({ status: 401, type: 'application/vnd.microsoft.activity.loginRequest' });
    return person.pressWithCode(form, verb, inputs, await codeFrom(linkOf(refused.value), person.who.oid));
  }

  it('begins from the channel and delivers the new value only to the person who pressed', async () => {
    const [digest] = await world.digests(anna, 1);
    const begun = await anna.after(
      () => anna.press(digest && cardOf(digest), 'digest-item', {}, '"tooltip":"Rotate Secret by Bram Visser'),
      'Rotate a client secret',
    );
    expect(begun.targeted).toBe(true);
    expect(stepsIn(cardOf(begun))).toBe('▶○○○');
    const form = await act(anna, cardOf(begun), 'create');
    const created = await steppedUp(anna, form.value, 'submit-create', { name: 'Taking over', expiry: EXPIRY });
    expect(text(created.value)).toContain(NEWS['secret-created']);
    expect(stepsIn(created.value)).toBe('✔▶○○');
    const delivered = anna.sees().filter(isSecretMessage);
    expect(delivered.map(({ targeted }) => targeted)).toEqual([true]);
    const value = /"codeSnippet":"([^"]+)"/.exec(text(delivered))?.[1] ?? '';
    expect(value).not.toBe('');
    for (const name of ['Bram', 'Daan'])
      expect(holds(text(personAt(world.bot, name, 'channel').sees()), value)).toBe(false);
    expect(holds(text(created), value)).toBe(false);
  });

  it('is continued days later by the other manager from another conversation', async () => {
    world.bot.world.passDays(3);
    const open = await bram.ask('rotations', 'Open rotations');
    expect(linesOf(cardOf(open))).toContain(SMC);
    card = (await act(bram, cardOf(open), 'show')).value;
    expect(linesOf(card)).toContainEqual(expect.stringMatching(/^Created by Anna Jansen, /));
    card = (await act(bram, card, 'updated')).value;
    expect(linesOf(card)).toContain('The report shows no use of the new secret yet.');
  });

  it('shows when the new secret was first used and how old the report is', async () => {
    world.bot.world.switchSystems(new Date());
    card = (await act(bram, card, 'show')).value;
    const lines = linesOf(card);
    expect(lines).toContainEqual(expect.stringMatching(/^New secret first used: /));
    expect(lines).toContainEqual(expect.stringMatching(/^Old secret last used: /));
    expect(lines).toContainEqual(expect.stringMatching(/^Report read .* its newest entry was .* old\.$/));
    card = (await act(bram, card, 'confirmed')).value;
    expect(stepsIn(card)).toBe('✔✔✔▶');
  });

  it('deletes the old secret after a fresh sign-in, and the reminder tells everybody', async () => {
    const form = await act(bram, card, 'delete');
    for (const warning of Object.values(TOO_EARLY)) expect(text(form.value)).not.toContain(warning);
    // It was used three days ago.
    expect(text(form.value)).toContain('it counts as safe to delete from ');
    const done = await steppedUp(bram, form.value, 'confirm-delete', { typedName: SMC });
    expect(linesOf(done.value)).toContain('✔ Rotation finished');
    expect(stepsIn(done.value)).toBe('✔✔✔✔');
    const names = world.application(SMC).passwordCredentials.map(({ displayName }) => displayName);
    expect(names.sort()).toEqual(['Old connector', 'Taking over']);
    const reads = () => anna.sees().find((message) => text(message.attachments).includes('Deleted by Bram Visser on'));
    expect((await world.bot.teams.waitFor(reads, DEADLINE_MS)).targeted).toBe(false);
    expect(text(cardOf(await bram.ask('rotations', 'Open rotations')))).not.toContain(SMC);
  });
});

describe('a rotation', () => {
  let world: RemindedWorld;
  let anna: Person;
  let bram: Person;
  beforeAll(async () => {
    // At its start, nobody else can hold a lease: the bot is killed below.
    world = await startRemindedWorld({}, { embedded: true });
    anna = await world.signedIn('Anna', 'channel');
    bram = await world.signedIn('Bram', 'personal');
  });
  afterEach(() => {
    world.bot.graph.faults.clear();
    world.bot.teams.faults.clear();
    world.bot.teams.faults.silentSignIn = false;
  });
  afterAll(() => world?.close());

  const named = (name: string) =>
    world.bot.world.applications.flatMap((one) =>
      one.passwordCredentials.filter(({ displayName }) => displayName === name),
    );
  const begin = async (person: Person, query: string) =>
    cardOf(await person.ask(`rotate ${query}`, 'Rotate a client secret'));

  /** Opens the form of step 1; the returned function submits it. */
  async function form(person: Person, rotation: unknown, name: string): Promise<() => Promise<Pressed>> {
    const opened = await act(person, rotation, 'create');
    return () => person.press(opened.value, 'submit-create', { name, expiry: EXPIRY });
  }

  it('creates one secret when two managers do the same step at once, and shows it to the second', async () => {
    const [one, two] = [await begin(anna, `${DM} ~00`), await begin(bram, `${DM} ~00`)];
    const submits = [await form(anna, one, 'One of two'), await form(bram, two, 'One of two')];
    const answers = await Promise.all(submits.map((submit) => submit()));
    expect(named('One of two')).toHaveLength(1);
    const shown = answers.map(({ value }) => text(value));
    expect(shown.filter((card) => card.includes(NEWS['secret-created']))).toHaveLength(1);
    expect(shown.filter((card) => card.includes(NEWS['step-taken']))).toHaveLength(1);
    const ticks = await Promise.all([anna, bram].map(async (person, i) => act(person, answers[i]?.value, 'updated')));
    expect(ticks.filter(({ value }) => text(value).includes(NEWS['step-taken']))).toHaveLength(1);
    expect(ticks.map(({ value }) => stepsIn(value))).toEqual(['✔✔▶○', '✔✔▶○']);
  });

  it('warns before the deletion if the old secret is still used and the new one is not', async () => {
    world.bot.world.signIns.set(world.secret('Secret by Anna Jansen', DM).keyId, new Date(Date.now() + 60_000));
    const confirmed = await act(anna, await begin(anna, `${DM} ~00`), 'confirmed');
    const asked = await act(anna, confirmed.value, 'delete');
    for (const card of [confirmed.value, asked.value]) {
      expect(text(card)).toContain(TOO_EARLY['old-still-used']);
      expect(text(card)).toContain(TOO_EARLY['new-unused']);
    }
    expect(named('Secret by Anna Jansen')).toHaveLength(1);
  });

  it('goes on with what it has read, and says when that was, if the sign-in report cannot be read any more', async () => {
    world.bot.graph.faults.signInReport = 'unlicensed';
    const card = await begin(anna, `${DM} ~00`);
    expect(linesOf(card)).toContainEqual(expect.stringMatching(/^Report read .* its newest entry was /));
    expect(text(card)).toContain(TOO_EARLY['old-still-used']);
  });

  it('may end without a deletion: the secret is marked as replaced and its reminders end', async () => {
    await anna.ask('link Matchwell', 'This channel is linked');
    await world.sweepAfter(0);
    const before = (await world.digests(anna, 1)).length;
    const ended = await act(bram, await begin(bram, `${DM} ~00`), 'replaced');
    expect(linesOf(ended.value)).toContain('✔ Marked as replaced');
    expect(named('Secret by Anna Jansen')).toHaveLength(1);
    const reads = () =>
      anna.sees().some((message) => text(message.attachments).includes('Marked as replaced by Bram Visser on'));
    await world.bot.teams.waitFor(reads, DEADLINE_MS);
    await world.sweepAfter(5);
    expect((await world.digests(anna, before + 1)).slice(before).flatMap(dueIn)).toEqual([
      'Secret by Bram Visser: expired yesterday',
      'Old connector: expired 60 days ago: delete it',
      'Integration tests: expires in 39 days',
    ]);
  });

  it('may be stopped: both secrets stay and the ladder goes on', async () => {
    const before = (await world.digests(anna, 1)).length;
    const rotation = await begin(anna, 'PartnerAlternative-NL-Matchwell-SMC ~21');
    await (await form(anna, rotation, 'Given up'))();
    const ended = await act(anna, rotation, 'abandon');
    expect(linesOf(ended.value)).toContain('This rotation was stopped');
    expect(text(cardOf(await bram.ask('rotations', 'Open rotations')))).not.toContain('PartnerAlternative');
    expect([named('Given up'), named('Integration tests')].map((some) => some.length)).toEqual([1, 1]);
    await world.sweepAfter(18);
    const later = (await world.digests(anna, before + 1)).slice(before);
    expect(later.flatMap(dueIn)).toContain('Integration tests: expires in 21 days');
  });

  it('is back at step 1 after the bot was killed before it delivered the new secret, which is removed', async () => {
    const name = 'Killed in step 1';
    const rotation = await begin(anna, `${SMC} ~10`);
    const submit = await form(anna, rotation, name);
    world.bot.graph.faults.next({ method: 'POST', path: /addPassword/, kind: 'commit-then-hang' });
    const pressed = submit();
    await world.bot.teams.waitFor(() => named(name).length === 1);
    await world.bot.kill();
    await pressed;
    world.bot.graph.faults.clear();
    const told = await anna.after(() => world.bot.start(), name);
    expect(told.targeted).toBe(true);
    expect(named(name)).toHaveLength(0);
    expect(stepsIn(await begin(bram, `${SMC} ~10`))).toBe('▶○○○');
  });
});
