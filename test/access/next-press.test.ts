import { describe, expect, it } from 'vitest';
import type { Asker } from '../../bot/domain/shared/person.ts';
import { ADMIN_ROLE } from '../../bot/domain/sign-in/session.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import { createUseCases } from '../../bot/usecases/index.ts';
import { event, expectKind } from '../bot/usecases/shared/setting.ts';
import { ADMINISTRATORS_CARDS, type Button, MANAGERS_CARDS } from './on-screen.ts';
import type { Kind } from './people.ts';
import { secretForm } from './prepare-scene.ts';
import { expectRefusal, recorded } from './record.ts';
import { type Answer, answerOf } from './rows.ts';
import { type AccessWorld, createWorld } from './world.ts';

/** An administrator assigns or unassigns somebody, as they do it in chat. */
async function change(
  { setting, ours, people }: AccessWorld,
  act: 'assign' | 'unassign',
  { person }: Asker,
): Promise<void> {
  const whom = [{ kind: 'words', words: person.oid }] as const;
  const command = { kind: act, people: whom, query: '', clientIds: [ours.clientId] } as const;
  const { form } = expectKind(await setting.run(command, people.administrator), 'assignment-form');
  const submit = { kind: 'submit-assignment', nonce: form.nonce, confirmedBy: 'Jan', lastToo: false } as const;
  expectKind(await setting.run(submit, people.administrator), 'assignments-changed');
}

/** All that a press may change: secrets, roles, the messages sent, and the ledger's rows about our application. */
async function stateOf({ setting: { ledger, directory, sent, notices, posts }, ours }: AccessWorld) {
  return structuredClone({
    secrets: await directory.application(ours.clientId),
    changes: [directory.calls.addSecret, directory.calls.removeSecret],
    assignments: await ledger.assignments.all(),
    requests: await ledger.requests.open(),
    rotations: await ledger.rotations.open([ours.clientId]),
    dead: await ledger.outbox.dead(),
    told: [sent.length, notices.length, posts.length],
  });
}

async function refusedPress(world: AccessWorld, button: Button, command: Command, asker: Asker): Promise<void> {
  const before = await stateOf(world);
  const { result: outcome, rows } = await recorded(world, () => world.setting.run(command, asker));
  expect(answerOf(outcome)).toBe(button.refused);
  expect(await stateOf(world)).toEqual(before);
  if (button.recorded === 'not at all') return expect(rows).toEqual([]);
  const { clientId } = expectRefusal(rows, outcome, asker);
  expect(clientId).toBe(button.recorded === undefined ? world.ours.clientId : undefined);
}

async function press(world: AccessWorld, command: Command, kind: Kind): Promise<Answer> {
  return answerOf(await world.setting.run(command, world.people[kind]));
}

describe('a manager who is unassigned between card and press', () => {
  it.each(Object.entries(MANAGERS_CARDS))('cannot press “%s”, and the attempt is recorded', async (_name, button) => {
    const world = await createWorld();
    const { manager } = world.people;
    const command = await button.of(world);
    await change(world, 'unassign', manager);
    // The session ended with the last application: the answers to somebody who is signed in are tested here.
    await world.setting.signIn(manager);
    await refusedPress(world, button, command, manager);
    await change(world, 'assign', manager);
    expect(await press(world, command, 'manager')).toBe(button.answers);
  });

  it.each(['create', 'delete'] as const)('cannot %s even if the form was accepted before', async (kind) => {
    const world = await createWorld();
    const { setting, ours, people } = world;
    const nonce = await secretForm(world, kind, people.manager);
    const withLock = async <T>(_name: string, _waitMs: number, run: () => Promise<T>) => {
      await setting.ledger.assignments.remove(people.manager.person, ours.clientId, event);
      return run();
    };
    const usecases = createUseCases({ ...setting.deps, ledger: { ...setting.ledger, locks: { withLock } } });
    const about = kind === 'create' ? 'submit-create' : 'confirm-delete';
    const command: Command =
      about === 'submit-create'
        ? { kind: about, nonce, name: 'created', expiry: '2027-08-01' }
        : { kind: about, nonce, typedName: '' };
    const { result: outcome, rows } = await recorded(world, () => usecases.run(command, people.manager));
    expect(answerOf(outcome)).toBe('refused: not-yours');
    expect(setting.directory.calls).toMatchObject({ addSecret: 0, removeSecret: 0 });
    expect(expectRefusal(rows.slice(2), outcome, people.manager).clientId).toBe(ours.clientId);
  });
});

describe('an administrator who lost the role at the next sign-in', () => {
  it.each(Object.entries(ADMINISTRATORS_CARDS))(
    'cannot press “%s”, and the attempt is recorded',
    async (_name, button) => {
      const world = await createWorld();
      const { administrator } = world.people;
      const command = await button.of(world);
      await world.setting.signIn(administrator, { roles: [] });
      await refusedPress(world, button, command, administrator);
      await world.setting.signIn(administrator, { roles: [ADMIN_ROLE] });
      expect(await press(world, command, 'administrator')).toBe(button.answers);
    },
  );
});

describe('a colleague who is assigned', () => {
  const others = Object.entries(MANAGERS_CARDS).filter(([name]) => !name.startsWith('form'));

  it.each(others)('cannot press “%s” before, and can at the very next press', async (_name, button) => {
    const world = await createWorld();
    const { colleague } = world.people;
    const command = await button.of(world);
    await refusedPress(world, button, command, colleague);
    await change(world, 'assign', colleague);
    expect(await press(world, command, 'colleague')).toBe(button.answers);
  });
});
