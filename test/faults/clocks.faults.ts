import { describe, it } from 'vitest';
import { holdToPromises } from './tools/checks/promises.ts';
import { stepsOf, WALKERS } from './tools/kills.ts';
import { openWorld } from './tools/open-world.ts';
import { createPath } from './tools/paths/index.ts';
import { createNotes } from './tools/tried.ts';

const MANAGERS = 130;
/** Further than a lease goes, and than the clocks of two machines differ. */
const JUMPS_MS = [3 * 60_000, -3 * 60_000];

describe('a clock that jumps while a secret is created', () => {
  it('at any step, forwards or back: nothing is lost or sent twice', async () => {
    const opened = await openWorld({ engine: 'postgres', count: WALKERS + MANAGERS });
    const { faults } = opened;
    try {
      const steps = await stepsOf(faults, createPath, faults.managers.slice(0, WALKERS));
      const notes = createNotes();
      for (const [index, step] of steps.entries()) {
        const manager = faults.managers[WALKERS + index];
        const slot = faults.slots[index % faults.slots.length];
        if (manager === undefined || slot === undefined) throw new Error(`${steps.length} steps are too many`);
        faults.teams.setBot(slot.url);
        const secret = `create a secret, clock ${String(index).padStart(3, '0')}`;
        const prepared = await createPath.prepare(faults, manager, secret);
        const setAhead = (worldAhead: number | undefined) => slot.ask({ worldAhead }, 'worldAhead');
        const work = () => setAhead(JUMPS_MS[Math.floor(index / faults.slots.length) % JUMPS_MS.length]);
        const planned = faults.plan.next({ ...step, by: slot.name }, { how: 'meanwhile', work });
        await notes.press(prepared);
        if (planned.isDone()) notes.injected();
        planned.forget();
        await setAhead(0);
      }
      await holdToPromises(opened, 'the clock jumps at each step of a creation', notes.all(), [createPath.known]);
    } finally {
      await faults.close();
    }
  });
});
