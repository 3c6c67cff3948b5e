import { until } from '../../load/load-world.ts';
import type { Manager } from '../../load/managers.ts';
import type { BotSlot } from './bot-slot.ts';
import type { FaultWorld } from './fault-world.ts';
import type { WritePath } from './paths/write-path.ts';
import { numbered, stepsInBoth, type Target } from './plan.ts';
import type { Phase } from './step-names.ts';
import { createNotes, type Tried } from './tried.ts';

const RETRIES = 2;
const PHASES: readonly Phase[] = ['before', 'after'];

/** How many managers a search for the steps of a path may need. */
export const WALKERS = 15;
/** So many walks in a row have all steps that are common so far. */
const ALIKE = 3;

/**
 * The steps of a path, found by walking it. What a process does of its own accord comes in between, and at another place
 * each time, so the steps are those that several walks have in common. A process is killed before each step, and after each
 * one that has changed something outside of it.
 */
export async function stepsOf(
  faults: FaultWorld,
  path: WritePath,
  managers: readonly Manager[],
): Promise<readonly Target[]> {
  const common = await commonSteps(managers.slice(0, WALKERS), (manager) => walk(faults, path, manager));
  let inTransaction = false;
  return numbered(common).flatMap((step) => {
    if (step.name === 'sql begin') inTransaction = true;
    if (step.name === 'sql commit') inTransaction = false;
    const changes = !step.name.startsWith('sql ') || (!inTransaction && !/^sql (select|begin)/.test(step.name));
    return (changes ? PHASES : PHASES.slice(0, 1)).map((phase) => ({ ...step, phase }));
  });
}

/**
 * The first process that starts looks at all applications, and takes many steps of its own for that. A walk beside it would
 * take them for steps of the path.
 */
export async function firstSweepIsOver({ query }: FaultWorld): Promise<void> {
  await until(async () => (await query('SELECT id FROM sweeps')).length > 0, SWEPT_MS, 200);
}

const SWEPT_MS = 120_000;

/** Walks until the last walks have left nothing out that all before them have in common. */
async function commonSteps(
  managers: readonly Manager[],
  walkAs: (manager: Manager) => Promise<readonly string[] | undefined>,
): Promise<readonly string[]> {
  let common: readonly string[] | undefined;
  let alike = 0;
  for (const manager of managers) {
    const found = await walkAs(manager);
    if (found === undefined) continue;
    const both: readonly string[] = common === undefined ? found : stepsInBoth(common, found);
    alike = both.length === common?.length ? alike + 1 : 0;
    common = both;
    if (alike === ALIKE) break;
  }
  if (common === undefined) throw new Error(`none of ${managers.length} walks came to its end`);
  return common;
}

/** Only the look at other credentials writes this. It comes each minute, so that it is a step of no press. */
const LOOK = 'sql update watched_applications';

/** Undefined if the answer does not say that it is done: a slow machine answers first that it is at work. */
async function walk(faults: FaultWorld, path: WritePath, manager: Manager): Promise<readonly string[] | undefined> {
  const slot = await aliveSlot(faults, 0);
  faults.teams.setBot(slot.url);
  const { press } = await path.prepare(faults, manager, `${path.name}, walked by ${manager.person.name}`);
  const told = faults.plan.record(path.byItself === true ? undefined : slot.name);
  if (faults.engine === 'embedded') await slot.ask({ embedded: 'record' }, 'steps');
  const answer = await press();
  if (answer === 'none') throw new Error(`${path.name}: no answer without a fault`);
  const inside = faults.engine === 'embedded' ? ((await slot.ask({ embedded: 'steps' }, 'steps')) as string[]) : [];
  const names = [...told(), ...inside].filter((step) => step !== LOOK);
  return answer === 'done' ? names : undefined;
}

/** Kills the process that takes the press at each of the steps, one kill a manager. */
export async function killAtEach(
  faults: FaultWorld,
  path: WritePath,
  steps: readonly Target[],
  managers: readonly Manager[],
): Promise<Tried> {
  const notes = createNotes();
  let turns = 0;
  // What comes in between moves a step to another place, so a step that did not come is tried again.
  const left = steps.map((step) => ({ step, tries: 0 }));
  for (let one = left.shift(); one !== undefined; one = left.shift()) {
    const { step, tries } = one;
    const manager = managers[turns];
    if (manager === undefined) throw new Error(`${turns} managers are not enough for ${steps.length} steps`);
    const slot = await aliveSlot(faults, turns);
    turns += 1;
    faults.teams.setBot(slot.url);
    const secret = `${path.name}, ${String(turns).padStart(3, '0')}`;
    // The only process sends again what it was sending when it died, and must not be killed at the same message twice.
    if (faults.engine === 'embedded') await until(() => isAllSent(faults), SENT_MS);
    const prepared = await path.prepare(faults, manager, secret);
    const planned = await arm(faults, path.byItself === true ? undefined : slot, step);
    await notes.press(prepared);
    if (await planned.isDone()) {
      notes.injected();
      await until(() => faults.slots.some((one) => !one.isAlive()), GONE_MS, 10);
    } else if (tries < RETRIES) left.push({ step, tries: tries + 1 });
    else notes.missed(`${step.phase} ${step.name} (${step.nth})`);
    await planned.forget();
  }
  return notes.all();
}

const SENT_MS = 600_000;

async function isAllSent({ query }: FaultWorld): Promise<boolean> {
  return (await query("SELECT id FROM outgoing WHERE state = 'sending'")).length === 0;
}

/** Takes turns between the processes. One that has died is started while the others work, and may be killed meanwhile. */
async function aliveSlot(faults: FaultWorld, index: number): Promise<BotSlot> {
  const { slots } = faults;
  for (const slot of slots)
    if (!slot.isAlive())
      starting.set(
        slot,
        slot.start().catch(() => undefined),
      );
  const slot = slots[index % slots.length] as BotSlot;
  await starting.get(slot);
  if (!slot.isAlive()) await slot.start();
  await until(() => slot.isAlive(), 60_000);
  return slot;
}

const starting = new WeakMap<BotSlot, Promise<unknown>>();

const GONE_MS = 60_000;

interface Armed {
  isDone(): Promise<boolean>;
  forget(): Promise<void>;
}

async function arm(faults: FaultWorld, slot: BotSlot | undefined, step: Target): Promise<Armed> {
  if (slot !== undefined && faults.engine === 'embedded' && step.name.startsWith('sql ')) {
    await slot.ask({ embedded: 'arm', wanted: { ...step, how: 'kill' } }, 'steps');
    return {
      isDone: async () => !slot.isAlive(),
      forget: async () => {
        if (slot.isAlive()) await slot.ask({ embedded: 'calm' }, 'steps');
      },
    };
  }
  const by = slot === undefined ? {} : { by: slot.name };
  const planned = faults.plan.next({ ...step, ...by }, { how: 'kill' });
  return { isDone: async () => planned.isDone(), forget: async () => planned.forget() };
}
