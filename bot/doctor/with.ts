import { z } from 'zod';
import type { Inspection } from '../adapters/postgres/index.ts';
import type { ApplicationRef } from '../domain/shared/application.ts';
import { parseApplicationName } from '../domain/shared/naming.ts';
import { type Finding, skipped } from './check.ts';
import type { ListedApplication } from './graph.ts';
import { hasCode, reasonOf } from './reason.ts';
import type { World } from './world.ts';

/** PostgreSQL: undefined_table, undefined_column, invalid_schema_name. */
const NOT_MIGRATED = ['42P01', '42703', '3F000'];

const CLAIMS = z.object({
  roles: z.array(z.string().regex(/^[\w.]{1,80}$/)).default([]),
  appid: z.guid().optional(),
  azp: z.guid().optional(),
});

/** Whose rights the bot has in Graph, and which. */
export interface GraphRights {
  readonly roles: readonly string[];
  /** The client id that the token is of. */
  readonly clientId: string;
}

/** For what takes a token for Graph. */
export async function withGraph(world: World, look: (rights: GraphRights) => Promise<Finding>): Promise<Finding> {
  const token = await world.graphToken();
  if (token.kind === 'none') return skipped('There is no token for Graph.', 'See “Token for Graph”.');
  const { roles, appid, azp } = CLAIMS.parse(token.claims);
  return look({ roles, clientId: appid ?? azp ?? world.settings.botId });
}

/** For what is in the database; where its schema is missing, another check says so. */
export async function withDatabase(world: World, look: (inspection: Inspection) => Promise<Finding>): Promise<Finding> {
  const opened = await world.database();
  switch (opened.kind) {
    case 'embedded':
      return skipped('The embedded database belongs to the running bot alone.', 'See “Database”.');
    case 'closed':
      return skipped('The database cannot be reached.', 'See “Database”.');
    case 'open':
      try {
        return await look(opened.inspection);
      } catch (cause) {
        if (!hasCode(cause, NOT_MIGRATED)) throw cause;
        return skipped(`The database lacks what is looked for (${reasonOf(cause)}).`, 'See “Migrations”.');
      }
  }
}

/** The applications that the bot looks after: those that somebody manages, and those named by the convention. */
export function lookedAfter(
  applications: readonly ListedApplication[],
  managed: ReadonlySet<string>,
): readonly (ApplicationRef & { readonly objectId: string })[] {
  return applications.flatMap(({ id: objectId, appId: clientId, displayName }) => {
    const name = displayName ?? '';
    const ours = managed.has(clientId) || parseApplicationName(name) !== undefined;
    return ours ? [{ objectId, clientId, displayName: name }] : [];
  });
}
