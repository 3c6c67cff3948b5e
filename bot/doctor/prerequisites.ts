import { z } from 'zod';
import type { Inspection } from '../adapters/postgres/index.ts';
import type { Settings } from '../config/index.ts';
import { type Finding, skipped } from './check.ts';
import type { CheckContext } from './context.ts';
import { type Service, SHOWN } from './reach.ts';
import { hasCode, reasonOf } from './reason.ts';

/** PostgreSQL: undefined_table, undefined_column, invalid_schema_name. */
const NOT_MIGRATED = ['42P01', '42703', '3F000'];

const CLAIMS = z.object({
  roles: z.array(z.string().regex(/^[\w.]{1,80}$/)).default([]),
  appid: z.guid().optional(),
  azp: z.guid().optional(),
});

/** The rights that the bot's token for Graph carries. */
export interface GraphRights {
  readonly roles: readonly string[];
  /** The client ID of the registration or identity that the token was issued to. */
  readonly clientId: string;
}

/** The finding of a check that cannot look without the service. */
export function unreachedFinding(service: Service, settings: Settings): Finding {
  const { name, line } = SHOWN[service](settings);
  return skipped(`${name} is not reached.`, `See “${line}”.`);
}

/**
 * Runs a check that needs a token for Graph. Without a token the check is skipped: “Token for Graph” says why. A plan is
 * often checked on another machine than the one that the managed identity is on.
 */
export async function withGraph(
  context: CheckContext,
  look: (rights: GraphRights) => Promise<Finding>,
): Promise<Finding> {
  const token = await context.graphToken();
  if (token.kind === 'none') {
    const elsewhere = ' A managed identity has tokens only where it is assigned: run the doctor there.';
    const isManaged = context.settings.botType === 'UserAssignedMsi';
    return skipped('There is no token for Graph.', `See “Token for Graph”.${isManaged ? elsewhere : ''}`);
  }
  if ((await context.unreached('graph')) !== undefined) return unreachedFinding('graph', context.settings);
  const { roles, appid, azp } = CLAIMS.parse(token.claims);
  return look({ roles, clientId: appid ?? azp ?? context.settings.botId });
}

/**
 * Runs a check that reads the database. If the database cannot be opened, or a table is missing, the check is skipped:
 * “Database” or “Migrations” says why.
 */
export async function withDatabase(
  context: CheckContext,
  look: (inspection: Inspection) => Promise<Finding>,
): Promise<Finding> {
  const opened = await context.database();
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
        return skipped(
          `The database lacks a table or column that this check reads (${reasonOf(cause)}).`,
          'See “Migrations”.',
        );
      }
  }
}
