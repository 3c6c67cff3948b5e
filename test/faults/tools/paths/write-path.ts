import { setTimeout as wait } from 'node:timers/promises';
import { actionsIn, cardOf, type Person, type Pressed, personAt } from '../../../journeys/person.ts';
import type { Manager } from '../../../load/managers.ts';
import type { Rows } from '../checks/change-check.ts';
import type { FaultWorld } from '../fault-world.ts';

/** What a person does that writes. */
export interface WritePath {
  readonly name: string;
  /** Days left of the secrets that each application has before. */
  readonly daysLeft: readonly number[];
  /** A word that the rows of the database hold afterwards. */
  readonly known: string;
  /** Whose session says that they are an administrator; nobody's if it is left out. */
  readonly administrators?: 'managers';
  readonly settings?: (world: FaultWorld['world']) => Readonly<Record<string, string>>;
  /** A process does it of its own accord, and any of them may be the one. */
  readonly byItself?: boolean;
  /** If it takes the same steps as another path, or takes them several times, so many have a kill in one run. */
  readonly mostKills?: number;
  /** Who is told of it hears of it nowhere else if Teams refuses the message for good. */
  readonly isToldInOnePlace?: boolean;
  /** How many faults one manager can take part in; any number if it is left out. */
  readonly timesEach?: number;
  /**
   * Leads to the last press before it, without any fault. `secret`: the unique name of the secret that it makes, if it makes
   * one.
   */
  prepare(faults: FaultWorld, manager: Manager, secret: string): Promise<Prepared>;
}

/** How the bot has answered. `done`: it says that the change is made. */
export type Answer = 'done' | 'other' | 'none';

export interface Prepared {
  /** The names of the secrets that it is about. */
  readonly about: readonly string[];
  press(): Promise<Answer>;
  /** Says what has become of a change that is about no secret, when everything has come to its end. */
  readonly change?: (rows: Rows) => Change;
}

/** What the ledger, the record and the people say of one change. All of them must say the same. */
export interface Change {
  readonly name: string;
  readonly isMade: boolean;
  /** Rows of the record that say that it was made. */
  readonly recorded: number;
  /** How often somebody was told; undefined if nobody is told of such a change. */
  readonly told?: number;
}

/** The end of a secret that is made. */
export const EXPIRY = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);

export function personOf(faults: FaultWorld, { person }: Manager): Person {
  return personAt(faults, person.name, 'personal');
}

/** Says whether the answer to a press holds words that are only there if the change was made. */
export async function answerTo(pressed: Promise<Pressed>, words: string): Promise<Answer> {
  const { status, value } = await pressed;
  if (status !== 200) return 'none';
  return JSON.stringify(value).includes(words) ? 'done' : 'other';
}

const TRIES = 20;

/** Types until the answer has the button: after some failures in a row the bot does not ask Graph for a while. */
export function cardWith(person: Person, text: string, verb: string): Promise<unknown> {
  return untilItHas(verb, text, async () => cardOf(await person.ask(text)));
}

/** Presses what only opens a form until the answer is the form. A slow machine answers first that it is at work. */
export function formFrom(person: Person, card: unknown, pressed: string, verb: string, having = ''): Promise<unknown> {
  return untilItHas(verb, pressed, async () => (await person.press(card, pressed, {}, having)).value);
}

async function untilItHas(verb: string, what: string, ask: () => Promise<unknown>): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    const card = await ask();
    if (actionsIn(card).some((action) => action['verb'] === verb)) return card;
    if (tries === TRIES) throw new Error(`${what}: no button ${verb} in ${JSON.stringify(card)}`);
    await wait(500);
  }
}

/** Counts the bot's messages with these words and this title that a person sees in the 1:1 chat. */
export function messagesTo({ teams }: FaultWorld, { oid }: Manager['person'], words: string, title: string): number {
  const fromBot = teams.messages(oid, 'personal').filter(({ author }) => author.oid === null);
  const texts = fromBot.map(({ attachments }) => JSON.stringify(attachments));
  return texts.filter((text) => text.includes(words) && text.includes(title)).length;
}
