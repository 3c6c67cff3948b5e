import { counted } from '../../../cards/shared/dates.ts';
import { type Check, failure, pass, warning } from '../check.ts';
import { lookedAfter, withGraph } from '../with.ts';

export const applications: Check = {
  title: 'Applications visible',
  look: (world) =>
    withGraph(world, async () => {
      const listed = await world.applications();
      if (listed.kind === 'refused') {
        return failure(`Graph does not list them (${listed.code}).`, 'See “Permissions in Graph”.');
      }
      const total = listed.items.length;
      if (total === 0)
        return failure('There are none.', 'See that TENANT_ID is the tenant of the partners’ applications.');
      const named = lookedAfter(listed.items, new Set()).length;
      const detail = `${counted(total, 'application')}, ${named} of them named by the convention.`;
      const advice =
        'Name partners’ applications Partner-<country>-<organisation>-<API>, so that organisations can be told apart.';
      return named === 0 ? warning(detail, advice) : pass(detail);
    }),
};
