import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Kind } from '../../access/people.ts';
import { createWorld } from '../../access/world.ts';
import { effects, onScreen, rowsFor } from '../people/pressed.ts';

/** This is how often the same press comes. Some of the presses come at one moment. */
async function replayed(kind: Kind, named: ReturnType<typeof rowsFor>[number], times: number) {
  const world = await createWorld();
  const { asker, command } = await onScreen(world, named, kind);
  const press = () => world.setting.run(command, asker);
  const settled = async () => {
    await world.setting.usecases.sendOutbox();
    return effects(world);
  };
  const before = await settled();
  await press();
  const once = await settled();
  // A press that only shows something is not repeated.
  if (isDeepStrictEqual(once, before)) return { once, replayed: once };
  for (let sent = 0; sent < times; sent += 5) await Promise.all(Array.from({ length: 5 }, press));
  return { once, replayed: await settled() };
}

describe('threat 3, replay of a token or invoke: the same press again', () => {
  const managers = rowsFor('manager', 'colleague').map((named) => ({ ...named, kind: 'manager' as const }));
  const administrators = rowsFor('administrator', 'colleague').map((named) => {
    return { ...named, kind: 'administrator' as const };
  });

  it.each([...managers, ...administrators])('has one effect: $kind, $name', async ({ kind, ...named }) => {
    const { once, replayed: again } = await replayed(kind, named, 5);
    expect(again).toEqual(once);
  });

  it.each(managers.filter(({ name }) => /^(submit-create|confirm-delete|stored),.*manager/.test(name)))(
    'has one effect if it is sent 1,000 times: $name',
    async ({ kind, ...named }) => {
      const { once, replayed: again } = await replayed(kind, named, 1_000);
      expect(again).toEqual(once);
    },
    240_000,
  );
});
