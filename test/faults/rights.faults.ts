import { describe, expect, it } from 'vitest';
import { holdToPromises } from './tools/checks/promises.ts';
import { createdSecrets, deliveredNames, type Ending, endRight } from './tools/end-rights.ts';
import type { FaultWorld } from './tools/fault-world.ts';
import { stepsOf, WALKERS } from './tools/kills.ts';
import { openWorld } from './tools/open-world.ts';
import { createPath } from './tools/paths/index.ts';
import { createNotes } from './tools/tried.ts';

const MANAGERS = 130;
const CREATION = 'graph POST addPassword';

describe('rights that end while a secret is created', () => {
  it.each(['role', 'session'] as const)(
    'the end of the %s at any step: nothing is delivered after it, and what was created is taken back',
    async (right) => {
      const opened = await openWorld({ engine: 'postgres', count: WALKERS + MANAGERS });
      const { faults } = opened;
      try {
        const steps = await stepsOf(faults, createPath, faults.managers.slice(0, WALKERS));
        const notes = createNotes();
        const endings: Ending[] = [];
        const undeliverable: string[] = [];
        const uncreatable: string[] = [];
        for (const [index, step] of steps.entries()) {
          const manager = faults.managers[WALKERS + index];
          const slot = faults.slots[index % faults.slots.length];
          if (manager === undefined || slot === undefined) throw new Error(`${steps.length} steps are too many`);
          faults.teams.setBot(slot.url);
          const secret = `create a secret, ${right} ${String(index).padStart(3, '0')}`;
          const prepared = await createPath.prepare(faults, manager, secret);
          const work = async () => {
            const ending = endRight(right, faults, manager);
            endings.push(ending);
            if ((await ending.first) !== 'over') return;
            // The bot does not know of a secret whose creation is still held here.
            if (step.name === CREATION || !isCreated(faults, secret)) undeliverable.push(secret);
            if (!(await isIntended(faults, secret))) uncreatable.push(secret);
          };
          const planned = faults.plan.next({ ...step, by: slot.name }, { how: 'meanwhile', work });
          await notes.press(prepared);
          if (planned.isDone()) notes.injected();
          planned.forget();
        }
        await Promise.all(endings.map(({ over }) => over));
        expect(uncreatable.length).toBeGreaterThan(0);
        expect(undeliverable.length).toBeGreaterThan(uncreatable.length);
        const delivered = deliveredNames(faults);
        expect(undeliverable.filter((secret) => delivered.has(secret))).toEqual([]);
        // Whether the session still counts is looked at once more before the delivery, and not before the creation.
        if (right === 'role') expect(uncreatable.filter((secret) => isCreated(faults, secret))).toEqual([]);
        const what = `the ${right} ends at each step of a creation`;
        await holdToPromises(opened, what, notes.all(), [createPath.known]);
      } finally {
        await faults.close();
      }
    },
  );
});

function isCreated(faults: FaultWorld, secret: string): boolean {
  return createdSecrets(faults).some(({ name }) => name === secret);
}

/** Whether the bot has written that it is about to create the secret. */
async function isIntended({ query }: FaultWorld, secret: string): Promise<boolean> {
  return (await query(`SELECT nonce FROM operations WHERE secret_name = '${secret}'`)).length > 0;
}
