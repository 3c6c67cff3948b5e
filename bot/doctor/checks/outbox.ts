import { counted, shownLength } from '../../../cards/shared/dates.ts';
import { type Check, pass, warning } from '../check.ts';
import { withDatabase } from '../with.ts';

const ADVICE =
  'As an administrator say “undelivered” to the bot, which lists them and can send them again; its log says what Teams answered.';

/** Messages for somebody whom the bot has not met wait without being tried. */
export const outbox: Check = {
  title: 'Undelivered',
  look: (world) =>
    withDatabase(world, async (inspection) => {
      const { waiting, tried, oldest } = await inspection.outbox();
      const dead = (await inspection.ledger.reminders.dead()).length;
      const since =
        oldest === null ? '' : `, the oldest for ${shownLength(world.clock().getTime() - oldest.getTime())}`;
      const detail = [
        dead === 0 ? '' : `${counted(dead, 'digest')} of reminders given up.`,
        tried === 0 ? '' : `${counted(tried, 'message')} tried in vain so far${since}.`,
      ].filter((line) => line !== '');
      if (detail.length > 0) return warning(detail.join('\n'), ADVICE);
      return pass(waiting === 0 ? 'Nothing.' : `Nothing; ${counted(waiting, 'message')} on the way${since}.`);
    }),
};
