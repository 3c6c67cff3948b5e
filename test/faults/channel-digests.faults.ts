import { describe, expect, it } from 'vitest';
import { DIGEST } from '../../cards/reminders/sentences.ts';
import { settleAll } from './tools/checks/settle.ts';
import { verifyRecord } from './tools/checks/trace-check.ts';
import type { FaultWorld } from './tools/fault-world.ts';
import { firstSweepIsOver, killAtEach, stepsOf, WALKERS } from './tools/kills.ts';
import { openWorld } from './tools/open-world.ts';
import { CHANNELS, channelDigestPath, linkChannels } from './tools/paths/channel-digests.ts';
import { note } from './tools/table.ts';
import { expectFewMissed } from './tools/tried.ts';

/** Reminders of a secret come on each day of its last week. When it has ended, those of the next one begin. */
const DAYS_LEFT = Array.from({ length: 12 }, (_, nth) => 8 * (nth + 1));
/** The claim, the sending and the receipt. What is read in between changes nothing. */
const CHANGES = /^(teams|sql (insert|update|commit))/;
/** More than kills: a step that does not come is tried again. */
const ATTEMPTS = 90;

describe('the digest of a channel, and a process that is killed between its claim, its sending and its receipt', () => {
  it('arrives, and comes once more at most', async () => {
    const opened = await openWorld({ engine: 'postgres', count: CHANNELS.length, daysLeft: DAYS_LEFT, start: false });
    const { faults } = opened;
    try {
      await linkChannels(faults);
      await faults.startAll();
      await firstSweepIsOver(faults);
      let sweeps = 0;
      let before: readonly number[] = [];
      const path = channelDigestPath(() => {
        if (sweeps === 0) before = digestsSeen(faults);
        sweeps += 1;
      });
      const anybody = Array.from({ length: WALKERS + ATTEMPTS }, () => faults.managers[0] as FaultWorld['managers'][0]);
      const steps = await stepsOf(faults, path, anybody.slice(0, WALKERS));
      expect(steps.map(({ name }) => name)).toContain('teams POST activities in a channel');
      const changes = steps.filter(({ name }) => CHANGES.test(name));
      const tried = await killAtEach(faults, path, changes, anybody.slice(WALKERS));
      await settleAll(faults);
      const copies = digestsSeen(faults).map((count, index) => count - (before[index] ?? 0));
      const lost = copies.reduce((sum, count) => sum + Math.max(0, sweeps - count), 0);
      const doubled = copies.reduce((sum, count) => sum + Math.max(0, count - sweeps), 0);
      note({
        promise: 'the digest of a channel, killed at each step (postgres): not lost, once more at most',
        ...{ tried: tried.injected, survived: tried.injected - lost, lost, doubled },
      });
      expect(lost).toBe(0);
      expect(doubled, 'one message between its sending and its receipt').toBeLessThanOrEqual(tried.injected);
      await faults.stopAll();
      expect(await verifyRecord(faults), 'the record is whole').toMatchObject({ code: 0 });
      expectFewMissed(tried);
    } finally {
      await faults.close();
    }
  });
});

/** How many digests about its application each channel has got. */
function digestsSeen({ teams, managers }: FaultWorld): readonly number[] {
  return CHANNELS.map((name, index) => {
    const { person, application } = managers[index] as FaultWorld['managers'][0];
    const seen = teams.messages(person.oid, teams.channelId(name)).filter(({ author }) => author.oid === null);
    const texts = seen.map(({ attachments }) => JSON.stringify(attachments));
    return texts.filter((text) => text.includes(DIGEST.title) && text.includes(application.displayName)).length;
  });
}
