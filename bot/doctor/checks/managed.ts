import { counted } from '../../../cards/shared/dates.ts';
import { plainText } from '../../domain/shared/text.ts';
import { type Check, pass, skipped, warning } from '../check.ts';
import { lookedAfter, withDatabase, withGraph } from '../with.ts';

const SHOWN = 5;

export const managed: Check = {
  title: 'Applications managed',
  look: (world) =>
    withDatabase(world, ({ ledger }) =>
      withGraph(world, async () => {
        const listed = await world.applications();
        if (listed.kind === 'refused') return skipped('Graph does not list them.', 'See “Applications visible”.');
        const clientIds = new Set((await ledger.assignments.all()).map(({ clientId }) => clientId));
        const all = lookedAfter(listed.items, clientIds);
        const without = all.filter(({ clientId }) => !clientIds.has(clientId));
        if (without.length === 0) return pass(`All ${counted(all.length, 'application')} have a manager.`);
        const names = without.slice(0, SHOWN).map(({ displayName }) => plainText(displayName, 80));
        const more = without.length > SHOWN ? [`… and ${without.length - SHOWN} more`] : [];
        const detail = [
          `${without.length} of ${counted(all.length, 'application')} have no manager:`,
          ...names,
          ...more,
        ];
        return warning(
          detail.join('\n'),
          'As an administrator say “managers” to the bot for all of them, and “assign @person <application>”; or use npm run assign.',
        );
      }),
    ),
};
