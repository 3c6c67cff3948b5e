import { type Check, failure, pass } from '../check.ts';
import { withDatabase } from '../with.ts';

export const auditTriggers: Check = {
  title: 'Record append-only',
  look: (world) =>
    withDatabase(world, async (inspection) => {
      const { applied } = await inspection.migrations();
      if (applied.length === 0) return failure('There is no record yet.', 'See “Migrations”.');
      const missing = await inspection.missingAuditTriggers();
      if (missing.length === 0) return pass('Its triggers are in place.');
      const advice =
        'Find out who took them away, run npm run audit -- verify, and create them again as bot/adapters/postgres/migrations does.';
      return failure(`Missing or switched off: ${missing.join(', ')}.`, advice);
    }),
};
