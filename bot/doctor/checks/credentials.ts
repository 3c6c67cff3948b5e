import { counted } from '../../../cards/shared/dates.ts';
import { UNTOLD_MS } from '../../domain/secrets/unexpected.ts';
import { plainText } from '../../domain/shared/text.ts';
import { type Check, firstOf, pass, warning } from '../check.ts';
import { withDatabase } from '../prerequisites.ts';

const SHOWN = 10;

export const federated: Check = {
  title: 'Federated credentials',
  look: (context) =>
    withDatabase(context, async ({ ledger }) => {
      const until = new Date(context.clock().getTime() - UNTOLD_MS);
      const untold = await ledger.watchedApplications.untold(until);
      if (untold.length === 0) return pass('Graph tells of those of all applications.');
      const title = `Graph has not told of those of ${counted(untold.length, 'application')} for two days:`;
      const names = untold.map(({ displayName }) => plainText(displayName, 80));
      const advice = 'Look into the bot’s log for “federated credentials not read”, which says what Graph answered.';
      return warning([title, ...firstOf(names, SHOWN)].join('\n'), advice);
    }),
};
