import { counted } from '../../../cards/shared/dates.ts';
import { plainText } from '../../domain/shared/text.ts';
import { type Check, type Finding, failure, pass, skipped } from '../check.ts';
import { DIRECTORY_OBJECT, everything, ownedPath } from '../graph.ts';
import { lookedAfter, withGraph } from '../with.ts';
import type { World } from '../world.ts';

/** More would not be read; the command takes them all. */
const SHOWN = 10;

/**
 * Asks what the bot's service principal owns, which is a page for each thousand, and not each application for its owners.
 * Application.ReadWrite.OwnedBy may: https://learn.microsoft.com/graph/api/serviceprincipal-list-ownedobjects
 */
export const owners: Check = {
  title: 'Applications owned',
  look: (world) => withGraph(world, ({ clientId }) => compare(world, clientId)),
};

async function compare(world: World, clientId: string): Promise<Finding> {
  const { graph, settings } = world;
  const [listed, owned, managed] = await Promise.all([
    world.applications(),
    everything(graph, settings.graphUrl, ownedPath({ clientId }), DIRECTORY_OBJECT),
    managedOnes(world),
  ]);
  if (listed.kind === 'refused')
    return skipped(`Graph does not list them (${listed.code}).`, 'See “Applications visible”.');
  if (owned.kind === 'refused') {
    const advice = 'Let an administrator run npm run own -- --all, which says of each whether it is owned.';
    return skipped(`Graph does not say what the bot owns (${owned.code}).`, advice);
  }
  const ids = new Set(owned.items.map(({ id }) => id));
  const all = lookedAfter(listed.items, managed ?? new Set());
  const unowned = all.filter(({ objectId }) => !ids.has(objectId));
  const beside = managed === undefined ? ' Who manages what is in the database, which was not read.' : '';
  if (unowned.length === 0) return pass(`All ${all.length} that the bot looks after.${beside}`);
  const names = unowned.slice(0, SHOWN).map((one) => `${plainText(one.displayName, 80) || '(no name)'}`);
  const more = unowned.length > SHOWN ? [`… and ${unowned.length - SHOWN} more`] : [];
  const detail = [`${unowned.length} of ${counted(all.length, 'application')} not:${beside}`, ...names, ...more].join(
    '\n',
  );
  const command = ['npm run own --', ...unowned.map((one) => one.clientId)].join(' \\\n');
  return failure(
    detail,
    `Let an administrator make the bot their owner; this prints how, and does it with --perform:\n${command}`,
  );
}

/** Undefined where the database cannot be asked. */
async function managedOnes({ database }: World): Promise<ReadonlySet<string> | undefined> {
  const opened = await database();
  if (opened.kind !== 'open') return undefined;
  const all = await opened.inspection.ledger.assignments.all().catch(() => undefined);
  return all && new Set(all.map(({ clientId }) => clientId));
}
