import { type Check, failure, pass, skipped } from '../check.ts';
import { withDatabase } from '../with.ts';

const OLDEST = 14;

export const database: Check = {
  title: 'Database',
  look: async (world) => {
    const opened = await world.database();
    if (opened.kind === 'closed') {
      const advice =
        'See that DATABASE_URL is right and that this machine is let in: in Azure only the app’s network is (az webapp ssh), and the identity must be a user there.';
      return failure(`It cannot be reached (${opened.reason}).`, advice);
    }
    if (opened.kind === 'embedded') {
      const advice =
        'Set DATABASE_URL to have it looked into; with the bot stopped, npm run audit -- verify checks the record.';
      return skipped('The embedded database belongs to the running bot alone.', advice);
    }
    return withDatabase(world, async (inspection) => {
      const { number, text } = await inspection.version();
      const detail = `PostgreSQL ${text.split(' ')[0]}.`;
      if (number >= OLDEST * 10_000) return pass(detail);
      return failure(
        detail,
        `Upgrade the server to PostgreSQL ${OLDEST} or newer (Azure portal, the server, Overview, Upgrade).`,
      );
    });
  },
};
