import { cardOf, type Person, personAt } from '../../journeys/person.ts';
import type { Manager } from '../../load/managers.ts';
import type { FaultWorld } from './fault-world.ts';

/** What a person does that writes. `prepare` leads to the last press before it, without any fault. */
export interface WritePath {
  readonly name: string;
  /** Returns the press. `secret`: the unique name of the secret that it is about. The result: the bot has answered. */
  prepare(faults: FaultWorld, manager: Manager, secret: string): Promise<() => Promise<boolean>>;
}

const EXPIRY = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);

export function personOf(faults: FaultWorld, { person }: Manager): Person {
  return personAt(faults, person.name, 'personal');
}

async function createForm(faults: FaultWorld, manager: Manager) {
  return cardOf(await personOf(faults, manager).ask(`create ${manager.application.displayName}`));
}

const create: WritePath = {
  name: 'create a secret',
  prepare: async (faults, manager, secret) => {
    const card = await createForm(faults, manager);
    return async () =>
      (await personOf(faults, manager).press(card, 'submit-create', { name: secret, expiry: EXPIRY })).status === 200;
  },
};

export const PATHS: readonly WritePath[] = [create];
