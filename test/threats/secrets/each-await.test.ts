import { describe, expect, it } from 'vitest';
import { createUseCases } from '../../../bot/usecases/index.ts';
import { secretForm } from '../../access/prepare-scene.ts';
import { createWorld } from '../../access/world.ts';
import { event } from '../../bot/usecases/shared/setting.ts';
import { endRole } from '../people/pressed.ts';
import { interposed } from './interposed.ts';

type World = Awaited<ReturnType<typeof createWorld>>;

const ENDS: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  'the role ends': endRole,
  'the session ends': ({ setting, people }) => setting.ledger.sessions.end(people.manager.person, event),
  'an operator ends all sessions': ({ setting }) =>
    setting.ledger.sessions.endAll('everybody', setting.clock.clock(), () => event),
};

/** A creation during which access ends just before one of the calls; -1: it never ends. */
async function created(end: (world: World) => Promise<unknown>, before: number) {
  const world = await createWorld();
  const { setting, ours, people } = world;
  const nonce = await secretForm(world, 'create', people.manager);
  const calls: string[] = [];
  const deps = interposed(setting.deps, async (path) => {
    const index = calls.push(path) - 1;
    if (index === before) await end(world);
  });
  const command = { kind: 'submit-create', nonce, name: 'created', expiry: '2027-08-01' } as const;
  const outcome = await createUseCases(deps).run(command, people.manager);
  for (let minute = 0; minute < 4; minute += 1) {
    setting.clock.pass(61_000);
    await setting.usecases.reconcile();
  }
  const secrets = setting.directory.truth(ours.clientId)?.secrets.filter(({ name }) => name === 'created') ?? [];
  return { outcome: outcome.kind, calls, sent: setting.sent.length, secrets: secrets.length };
}

describe('threat 42, role or session ends while Entra answers: at each step of a creation', () => {
  it.each(Object.entries(ENDS))('nobody gets a value once %s, and no secret is left over', async (_what, end) => {
    const whole = await created(end, -1);
    expect(whole).toMatchObject({ outcome: 'created', sent: 1, secrets: 1 });
    const recorded = whole.calls.findIndex((path) => path.endsWith('operations.added'));
    const delivered = whole.calls.findIndex((path) => path.startsWith('delivery.'));
    expect([recorded > 0, delivered > recorded]).toEqual([true, true]);
    for (let before = 0; before < whole.calls.length; before += 1) {
      const { sent, secrets } = await created(end, before);
      const at = `${before}: ${whole.calls[before]}`;
      if (before <= recorded) expect({ at, sent }).toEqual({ at, sent: 0 });
      // What was delivered stays, and what was not is removed.
      expect({ at, secrets }).toEqual({ at, secrets: sent });
    }
  });
});
