import { describe, expect, it } from 'vitest';
import { namesOf, recorded, textOf, typedIn } from '../../access/record.ts';
import { answerOf } from '../../access/rows.ts';
import { createWorld } from '../../access/world.ts';
import { effects, endAdministration, endRole, onScreen, rowsFor } from './pressed.ts';

/** What the manager has of their own although they manage nothing: their sign-in, and the message that they received. */
const THEIRS_ALONE = ['stored, the manager’s message', 'code, of the manager’s sign-in'];

describe('threat 4, colleague presses another’s card: what is on the screen of a manager', () => {
  it.each(rowsFor('manager', 'colleague'))('does nothing and tells nothing to a colleague: $name', async (named) => {
    const world = await createWorld();
    const { asker: manager, command } = await onScreen(world, named, 'manager');
    const { colleague } = world.people;
    const before = await effects(world);
    const outcome = await world.setting.run(command, { ...colleague, conversation: manager.conversation });
    expect(await effects(world)).toEqual(before);
    const told = textOf(outcome, ...typedIn(command));
    expect(namesOf(world).filter((name) => told.includes(name))).toEqual([]);
  });
});

describe('threat 6, stale role: what a manager opened before the role ended', () => {
  const rows = rowsFor('manager', 'colleague').filter(({ name }) => !THEIRS_ALONE.includes(name));

  it.each(rows)('does nothing and tells nothing afterwards: $name', async (named) => {
    const world = await createWorld();
    const { asker, command } = await onScreen(world, named, 'manager');
    await endRole(world);
    const before = await effects(world);
    const outcome = await world.setting.run(command, asker);
    expect(await effects(world)).toEqual(before);
    const told = textOf(outcome, ...typedIn(command));
    expect(namesOf(world).filter((name) => told.includes(name))).toEqual([]);
  });
});

describe('threat 41, an administrator whose role ended: what was opened before', () => {
  it.each(rowsFor('administrator', 'colleague'))('does nothing after the next sign-in: $name', async (named) => {
    const world = await createWorld();
    const { asker, command } = await onScreen(world, named, 'administrator');
    await endAdministration(world);
    const before = await effects(world);
    const { result: outcome, rows } = await recorded(world, () => world.setting.run(command, asker));
    expect(await effects(world)).toEqual(before);
    const told = textOf(outcome, ...typedIn(command));
    expect(namesOf(world).filter((name) => told.includes(name))).toEqual([]);
    if (answerOf(outcome) === 'refused: administrators-only') expect(rows).toHaveLength(1);
  });

  it.each(rowsFor('administrator', 'colleague'))('asks for a new sign-in after an hour: $name', async (named) => {
    const world = await createWorld();
    const { asker, command } = await onScreen(world, named, 'administrator');
    world.setting.clock.pass(61 * 60_000);
    const before = await effects(world);
    expect((await world.setting.run(command, asker)).kind).toBe('sign-in');
    expect(await effects(world)).toEqual(before);
  });
});
