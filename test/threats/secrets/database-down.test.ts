import { describe, expect, it } from 'vitest';
import { LedgerFault } from '../../../bot/ports/shared/ledger-fault.ts';
import { createUseCases } from '../../../bot/usecases/index.ts';
import { createWorld } from '../../access/world.ts';
import { effects, onScreen, rowsFor } from '../people/pressed.ts';
import { interposed } from './interposed.ts';

const ROWS = (['manager', 'administrator'] as const).flatMap((kind) =>
  rowsFor(kind, 'colleague').map(({ name, row }) => ({ kind, name, row })),
);
const DOWN = new LedgerFault(new Error('down'));

describe('threat 26, database down: a press while the database does not answer', () => {
  it.each(ROWS)('fails, and changes nothing in Entra or Teams: $kind, $name', async ({ kind, ...named }) => {
    const world = await createWorld();
    const { asker, command } = await onScreen(world, named, kind);
    const before = await effects(world);
    world.setting.ledger.fail(DOWN);
    await expect(world.setting.run(command, asker)).rejects.toThrow(LedgerFault);
    world.setting.ledger.fail(undefined);
    expect(await effects(world)).toEqual(before);
  });
});

describe('threat 26, database down: a change during which the database goes away', () => {
  const changes = ROWS.filter(({ kind, name }) => {
    return kind === 'manager' && /^(submit-create|confirm-delete|confirm-expired), (a form|forms)/.test(name);
  });

  it.each(changes)('asks Entra for nothing that was not written down before: $name', async (named) => {
    for (let call = 0; call < 60; call += 1) {
      const world = await createWorld();
      const { setting } = world;
      const { asker, command } = await onScreen(world, named, 'manager');
      const nonces = 'nonces' in command ? command.nonces : 'nonce' in command ? [command.nonce] : [];
      const calls = { made: 0 };
      const deps = interposed(setting.deps, async () => {
        if (calls.made === call) setting.ledger.fail(DOWN);
        calls.made += 1;
      });
      await createUseCases(deps)
        .run(command, asker)
        .catch(() => undefined);
      setting.ledger.fail(undefined);
      const { addSecret, removeSecret } = setting.directory.calls;
      const operations = await Promise.all(nonces.map((nonce) => setting.ledger.operations.find(nonce)));
      const begun = operations.filter((one) => one !== undefined && one.state !== 'open').length;
      if (begun === 0)
        expect({ call, asked: addSecret + removeSecret, sent: setting.sent }).toEqual({ call, asked: 0, sent: [] });
      // What was begun comes to its end without the person.
      for (let minute = 0; minute < 4; minute += 1) {
        setting.clock.pass(61_000);
        await setting.usecases.reconcile();
      }
      const made = setting.directory.truth(world.ours.clientId)?.secrets.filter(({ name }) => name === 'created') ?? [];
      expect({ call, left: made.length }).toEqual({ call, left: Math.min(made.length, setting.sent.length) });
      if (calls.made <= call) return;
    }
    throw new Error('the change made more calls than expected');
  });
});
