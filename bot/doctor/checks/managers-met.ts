import { counted } from '../../../cards/shared/dates.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import { type Check, pass, warning } from '../check.ts';
import { withDatabase } from '../with.ts';

const SHOWN = 10;

export const managersMet: Check = {
  title: 'Managers met',
  look: (world) =>
    withDatabase(world, async ({ ledger }) => {
      const people = new Map((await ledger.assignments.all()).map(({ person }) => [keyOf(person), person]));
      const met = new Set((await ledger.conversations.met([...people.values()])).map(({ person }) => keyOf(person)));
      const unmet = [...people].filter(([key]) => !met.has(key)).map(([, { oid }]) => oid);
      if (unmet.length === 0) return pass(`All ${counted(people.size, 'manager')} can be told things.`);
      const more = unmet.length > SHOWN ? [`… and ${unmet.length - SHOWN} more`] : [];
      const detail = [
        `${unmet.length} of ${counted(people.size, 'manager')} not, by object id:`,
        ...unmet.slice(0, SHOWN),
        ...more,
      ];
      const advice =
        'Install the app for them (Teams admin centre, Setup policies), or let them say “help” to it once; until then the administrators hear instead.';
      return warning(detail.join('\n'), advice);
    }),
};

function keyOf({ tid, oid }: PersonId): string {
  return `${tid} ${oid}`;
}
