import { type Check, failure, pass } from '../check.ts';
import { withDatabase } from '../with.ts';

export const migrations: Check = {
  title: 'Migrations',
  look: (world) =>
    withDatabase(world, async (inspection) => {
      const { known, applied } = await inspection.migrations();
      const missing = known.filter((version) => !applied.includes(version));
      const newer = applied.filter((version) => !known.includes(version));
      if (newer.length > 0) {
        const advice = 'Run the doctor of the version that is deployed: an older bot does not start on this database.';
        return failure(`Migration ${newer.join(', ')} is of a newer version than this one.`, advice);
      }
      if (missing.length > 0) {
        return failure(
          `Migration ${missing.join(', ')} is not applied.`,
          'Start the bot: it migrates at its start, and its log says why where it does not.',
        );
      }
      return pass(`All ${known.length} are applied.`);
    }),
};
