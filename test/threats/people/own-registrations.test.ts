import { describe, expect, it } from 'vitest';
import { createWorld } from '../../access/world.ts';
import { effects, onScreen, rowsFor } from './pressed.ts';

const ROWS = (['manager', 'administrator'] as const).flatMap((kind) =>
  rowsFor(kind, 'colleague').map(({ name, row }) => ({ kind, name, row })),
);

describe('threat 45, the bot’s own registrations are managed like others: an old row about one of them', () => {
  it.each(ROWS)('changes nothing in Entra by $kind: $name', async ({ kind, ...named }) => {
    const world = await createWorld();
    const { setting, ours } = world;
    const { asker, command } = await onScreen(world, named, kind);
    // The real directory never shows these: test/bot/adapters/graph/directory.test.ts.
    setting.directory.own.push(ours.clientId);
    setting.directory.drop(ours.clientId);
    const before = await effects(world);
    await setting.run(command, asker);
    setting.directory.put(ours);
    const after = await effects(world);
    expect(after.calls.addSecret).toBe(before.calls.addSecret);
    expect(setting.sent).toHaveLength(before.told[0] ?? 0);
    const clientIds = (rows: typeof after.assignments) =>
      rows.filter(({ clientId }) => clientId === ours.clientId).length;
    expect(clientIds(after.assignments)).toBeLessThanOrEqual(clientIds(before.assignments));
  });
});
