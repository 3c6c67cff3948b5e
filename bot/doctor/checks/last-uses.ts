import { shownLength } from '../../../cards/shared/dates.ts';
import { type Check, failure, pass, warning } from '../check.ts';
import { withDatabase } from '../prerequisites.ts';

/** The bot reads it about every hour. A reading of a large tenant may be put off a few times. */
const FRESH_MS = 3 * 60 * 60_000;
const LOOK = 'Look into the bot’s log for “sign-in report not read”, which says what Graph answered';
const LACKS = 'it may lack AuditLog.Read.All (see “Permissions in Graph”), or the tenant the P1 licence';

export const lastUses: Check = {
  title: 'Report of last uses',
  look: async (context) => {
    if (!context.settings.signInReport) return pass('Not read: SIGN_IN_REPORT is off.');
    return withDatabase(context, async ({ ledger }) => {
      const { report } = await ledger.lastUses.of([]);
      if (report === undefined)
        return warning(
          'It was not read as a whole yet.',
          `Start the bot and wait for some minutes. ${LOOK}: ${LACKS}.`,
        );
      const now = context.clock().getTime();
      const age = now - report.readAt.getTime();
      if (age > FRESH_MS) return failure(`It was last read ${shownLength(age)} ago.`, `${LOOK}: ${LACKS}.`);
      const { newest } = report;
      const entry =
        newest === undefined ? 'it is empty' : `its newest entry is ${shownLength(now - newest.getTime())} old`;
      return pass(`Read ${shownLength(age)} ago; ${entry}.`);
    });
  },
};
