import { type Check, failure, pass, warning } from '../check.ts';
import { withDatabase } from '../with.ts';

const LOG = 'Look into the bot’s log for “task failed” and “task given up”, which say why.';

export const queue: Check = {
  title: 'Job queue',
  look: (world) =>
    withDatabase(world, async (inspection) => {
      const troubles = await inspection.queueTroubles();
      const overdue = troubles.filter((one) => one.overdue > 0).map(({ task }) => task);
      const failed = troubles.filter((one) => one.failed > 0).map(({ task }) => task);
      const retried = troubles.filter((one) => one.retried > 0).map(({ task }) => task);
      if (overdue.length > 0) {
        const advice =
          'Start the bot, and see in its log that it reaches the database: nobody has worked for five minutes.';
        return failure(`Waiting for long: ${overdue.join(', ')}.`, advice);
      }
      if (failed.length > 0) return failure(`Given up in the last minutes: ${failed.join(', ')}.`, LOG);
      if (retried.length > 0) return warning(`Failed, and tried again: ${retried.join(', ')}.`, LOG);
      return pass('Nothing failed, nothing waits.');
    }),
};
