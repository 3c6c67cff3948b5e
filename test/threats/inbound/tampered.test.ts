import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../bot/usecases/commands.ts';
import * as prepare from '../../access/prepare-scene.ts';
import { namesOf, textOf, typedIn } from '../../access/record.ts';
import { type AccessWorld, createWorld, type Scene } from '../../access/world.ts';
import { onScreen, rowsFor } from '../people/pressed.ts';

const CHANNEL = '19:elsewhere@thread.tacv2';

/** Everything of the other organisation that a button could carry, and texts that are nothing. */
async function foreign(world: AccessWorld): Promise<readonly string[]> {
  const { setting, theirs, people } = world;
  const [secret] = theirs.secrets;
  if (secret === undefined) throw new Error('theirs has no secret');
  const manager = people['manager of another'];
  const scene: Scene = { setting, ours: theirs, old: secret, fresh: secret, people: { manager } };
  return [
    ...[
      theirs.clientId,
      secret.keyId,
      theirs.displayName,
      `application:${theirs.clientId}`,
      'organisation:be/elsewhere',
    ],
    await prepare.secretForm(scene, 'create', manager),
    await prepare.secretForm(scene, 'delete', manager),
    await prepare.rotationAt(scene, 'create'),
    await prepare.digestIn(scene, CHANNEL),
    await prepare.linkOf(scene, theirs),
    await prepare.contactOf(scene, 'confirmed'),
    await prepare.requestFor(scene, prepare.applicant(), 'waiting'),
    await prepare.unexpectedAt(scene, 'secret'),
    ...[randomUUID(), '', '__proto__', '\u0000'],
  ];
}

/** The command with each of its fields changed to each of the values. */
function mutants(command: Command, values: readonly string[]): readonly Command[] {
  return Object.entries(command).flatMap(([field, value]) => {
    if (field === 'kind' || field === 'act' || field === 'purpose') return [];
    const others: readonly unknown[] =
      typeof value === 'string'
        ? values
        : typeof value === 'boolean'
          ? [!value]
          : typeof value === 'number'
            ? [1, 2, 10_000]
            : Array.isArray(value) && value.every((one) => typeof one === 'string')
              ? values.map((one) => [one])
              : [];
    return others.map((other) => ({ ...command, [field]: other }));
  });
}

/** All that belongs to the other organisation. */
async function theirState({ setting: { ledger, directory }, theirs }: AccessWorld) {
  const ofTheirs = <T extends { readonly clientId: string }>(rows: readonly T[]) =>
    rows.filter(({ clientId }) => clientId === theirs.clientId);
  const isTheirs = (row: unknown) =>
    /elsewhere/i.test(JSON.stringify(row)) || JSON.stringify(row).includes(theirs.clientId);
  return structuredClone({
    secrets: directory.truth(theirs.clientId)?.secrets,
    assignments: ofTheirs(await ledger.assignments.all()),
    rotations: await ledger.rotations.open([theirs.clientId]),
    requests: (await ledger.requests.open()).filter(isTheirs),
    links: (await ledger.links.all()).filter(isTheirs),
  });
}

describe('threat 7, tampered card data: a manager’s button with any of its fields changed', () => {
  it.each(rowsFor('manager', 'colleague'))(
    'touches and tells nothing of another organisation: $name',
    async (named) => {
      const world = await createWorld();
      const values = await foreign(world);
      const { asker, command } = await onScreen(world, named, 'manager');
      const before = await theirState(world);
      const names = [...namesOf({ ours: world.theirs }), 'Elsewhere'].filter((name) => !/Matchwell/.test(name));
      for (const mutant of mutants(command, values)) {
        const outcome = await world.setting.run(mutant, asker);
        const text = textOf(
          outcome,
          ...typedIn(mutant),
          ...values.filter((one) => JSON.stringify(mutant).includes(one) && one !== ''),
        );
        expect({ mutant, told: names.filter((name) => text.includes(name)) }).toEqual({ mutant, told: [] });
      }
      await world.setting.usecases.sendOutbox();
      expect(await theirState(world)).toEqual(before);
    },
  );
});
