import { shownLength, shownMoment } from '../../../cards/shared/dates.ts';
import { type Check, failure, pass, warning } from '../check.ts';
import { withDatabase } from '../with.ts';

/** A day, and two hours for whoever is late. */
const FRESH_MS = 26 * 60 * 60_000;
const BY_HAND =
  'Look into the bot’s log for “sweep”; npm run sweep -- --dry-run shows what one would do, and without the flag it is done.';

export const sweep: Check = {
  title: 'Daily sweep',
  look: (world) =>
    withDatabase(world, async ({ ledger }) => {
      const [last, good] = [await ledger.sweeps.last(), await ledger.sweeps.lastGood()];
      if (last === undefined) {
        return warning(
          'There was none yet.',
          `Wait until ${world.settings.reminderTime} ${world.settings.reminderZone}, or run npm run sweep.`,
        );
      }
      const age = world.clock().getTime() - (good?.finishedAt.getTime() ?? Number.NEGATIVE_INFINITY);
      if (good === undefined || age > FRESH_MS) {
        const since = good === undefined ? 'None has completed yet' : `None has completed for ${shownLength(age)}`;
        return failure(`${since}; the last one ended as ${last.result}.`, BY_HAND);
      }
      if (last.result !== 'completed') {
        const advice =
          'As an administrator say “sweep” to the bot to see it again, and “sweep accept” where what it read is right.';
        return warning(`The last one was ${last.result}; one completed ${shownLength(age)} before.`, advice);
      }
      return pass(
        `Completed on ${shownMoment(good.finishedAt)}: ${good.applications} applications, ${good.due} new reminders.`,
      );
    }),
};
