import { counted } from '../../../cards/shared/dates.ts';
import { type Check, pass, warning } from '../check.ts';
import { withDatabase } from '../with.ts';

export const administrators: Check = {
  title: 'Administrators',
  look: (world) =>
    withDatabase(world, async ({ ledger }) => {
      const known = await ledger.administrators.all();
      const met = await ledger.conversations.met(known);
      if (met.length > 0)
        return pass(`${counted(known.length, 'administrator')} known, ${met.length} can be told things.`);
      const advice =
        'In Entra, under Enterprise applications, the sign-in registration’s, Users and groups, assign Credentials.Admin; then let that person say “sign in” to the bot.';
      return warning(
        known.length === 0 ? 'The bot has met none.' : 'None of those known can be told anything.',
        advice,
      );
    }),
};
