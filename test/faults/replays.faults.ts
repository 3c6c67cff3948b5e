import { describe, expect, it } from 'vitest';
import { holdToPromises } from './tools/checks/promises.ts';
import { issuedValues } from './tools/checks/world-check.ts';
import { openWorld } from './tools/open-world.ts';
import { createPath } from './tools/paths/index.ts';
import { replay } from './tools/replay.ts';

/** Each person sends fewer refused turns to a process than make it slow that person down. */
const MANAGERS = 120;
const AT_ONCE = 5;
const REPLAYS = 14;

describe('activities that come again', () => {
  it('a form that is submitted at once to three processes, and then over and over, creates one secret', async () => {
    const opened = await openWorld({ engine: 'postgres', count: MANAGERS });
    const { faults } = opened;
    try {
      const answered = new Set<string>();
      let atOnce = 0;
      for (const [index, manager] of faults.managers.entries()) {
        faults.teams.setBot(faults.slots[index % 3]?.url ?? '');
        const secret = `create a secret, at once ${String(index).padStart(3, '0')}`;
        const { press } = await createPath.prepare(faults, manager, secret);
        const presses = await Promise.all(Array.from({ length: AT_ONCE }, press));
        if (presses.some((one) => one !== 'none')) answered.add(secret);
        atOnce += AT_ONCE - 1;
      }
      expect(issuedValues(faults).size).toBe(MANAGERS);
      // What the replays themselves send is not sent again.
      const kept = [...faults.inbound];
      const { sent, answered: heard } = await replay(faults.slots, kept, REPLAYS);
      expect(heard, 'each replay has an answer').toBe(sent);
      expect(issuedValues(faults).size, 'replays create nothing').toBe(MANAGERS);
      const tried = { injected: sent + atOnce, missed: [], answered, changes: [] };
      await holdToPromises(opened, 'activities duplicated, reordered and replayed', tried, [createPath.known]);
    } finally {
      await faults.close();
    }
  });
});
