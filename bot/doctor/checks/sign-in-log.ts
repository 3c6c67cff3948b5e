import { counted, momentIn, shownLength } from '../../../cards/shared/dates.ts';
import { refusalsReadAt } from '../../domain/secrets/sign-in-log.ts';
import { type Check, failure, pass, warning } from '../check.ts';
import { withDatabase } from '../prerequisites.ts';

/** The bot reads it every minute, if Graph does not ask it to wait. */
const FRESH_MS = 15 * 60_000;
const LOOK = 'Look into the bot’s log for “sign-in log not read”, which says what Graph answered.';

export const signInLog: Check = {
  title: 'Log of sign-ins',
  look: async (context) => {
    if (!context.settings.signInLog) return pass('Not read: SIGN_IN_LOG is off.');
    return withDatabase(context, async ({ ledger }) => {
      const [access, readings, open] = [
        await ledger.outages.access(),
        await ledger.outages.readings(),
        await ledger.outages.open(),
      ];
      if (access?.deniedSince !== undefined) {
        const since = momentIn(context.settings.reminderZone, access.deniedSince);
        return failure(
          `Entra has not let the bot read it since ${since}.`,
          'See “Permissions in Graph” for AuditLog.Read.All; if that is there, the tenant lacks the P1 licence.',
        );
      }
      const readAt = refusalsReadAt(readings);
      if (readAt === undefined) return warning('It was not read yet.', `Start the bot and wait for a minute. ${LOOK}`);
      const age = context.clock().getTime() - readAt.getTime();
      if (age > FRESH_MS) return failure(`It was last read ${shownLength(age)} ago.`, LOOK);
      return pass(`Read ${shownLength(age)} ago; ${counted(open.length, 'open outage')}.`);
    });
  },
};
