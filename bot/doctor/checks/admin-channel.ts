import { type Check, pass, warning } from '../check.ts';
import { withDatabase } from '../with.ts';

export const adminChannel: Check = {
  title: 'Admin channel',
  look: (world) =>
    withDatabase(world, async ({ ledger }) => {
      const all = (await ledger.links.all()).filter(({ scope }) => scope.kind === 'administrators');
      if (all.some(({ deadSince }) => deadSince === undefined)) return pass('Linked: requests and alarms go there.');
      const advice =
        'Let an administrator say “link admin” to the bot in a private channel of the administrators’ team.';
      return warning(
        all.length === 0 ? 'None is linked.' : 'The one that was linked cannot be reached any more.',
        advice,
      );
    }),
};
