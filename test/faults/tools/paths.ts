import { setTimeout as wait } from 'node:timers/promises';
import { actionsIn, cardOf, type Person, personAt } from '../../journeys/person.ts';
import type { Manager } from '../../load/managers.ts';
import type { FaultWorld } from './fault-world.ts';

/** What a person does that writes. */
export interface WritePath {
  readonly name: string;
  /** Days left of the secrets that each application has before. */
  readonly daysLeft: readonly number[];
  /** A word that the rows of the database hold afterwards. */
  readonly known: string;
  /**
   * Leads to the last press before it, without any fault. `secret`: the unique name of the secret that it makes, if it makes
   * one.
   */
  prepare(faults: FaultWorld, manager: Manager, secret: string): Promise<Prepared>;
}

export interface Prepared {
  /** The name of the secret that it is about. */
  readonly about: string;
  /** Whether the bot has answered. */
  press(): Promise<boolean>;
}

const EXPIRY = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);

function personOf(faults: FaultWorld, { person }: Manager): Person {
  return personAt(faults, person.name, 'personal');
}

const TRIES = 20;

/** Types until the answer has the button: after some failures in a row the bot does not ask Graph for a while. */
async function cardWith(person: Person, text: string, verb: string): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    const card = cardOf(await person.ask(text));
    if (actionsIn(card).some((action) => action['verb'] === verb)) return card;
    if (tries === TRIES) throw new Error(`${text}: no button ${verb} in ${JSON.stringify(card)}`);
    await wait(500);
  }
}

export const createPath: WritePath = {
  name: 'create a secret',
  daysLeft: [400],
  known: 'create a secret',
  prepare: async (faults, manager, secret) => {
    const person = personOf(faults, manager);
    const card = await cardWith(person, `create ${manager.application.displayName}`, 'submit-create');
    const press = async () =>
      (await person.press(card, 'submit-create', { name: secret, expiry: EXPIRY })).status === 200;
    return { about: secret, press };
  },
};

export const PATHS: readonly WritePath[] = [createPath];
