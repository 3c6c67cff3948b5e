import type { Database } from '../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../bot/adapters/postgres/base/ledger.ts';
import { assignments } from '../../bot/adapters/postgres/base/schema.ts';
import type { Asker } from '../../bot/domain/shared/person.ts';
import type { LocalPerson } from '../../infra/local/people.ts';
import type { LocalTeams } from '../../infra/local/teams/index.ts';
import type { LocalApplication, LocalWorld } from '../../infra/local/world.ts';

/** So many rows fit into one statement. */
const ROWS = 1_000;

export interface Managed {
  readonly person: LocalPerson;
  readonly application: Pick<LocalApplication, 'appId'>;
}

/** The tenant of the people, and the address of their 1:1 chats. */
export interface Where {
  readonly world: Pick<LocalWorld, 'tenantId' | 'botId'>;
  readonly teams: Pick<LocalTeams, 'conversationId' | 'serviceUrl'>;
}

/** Thousands of assignments are written as rows: the operator's command, one by one, has tests of its own. */
export async function seedLedger(
  database: Database,
  where: Where,
  managed: readonly Managed[],
  chats: boolean,
): Promise<void> {
  const addedAt = new Date();
  const rows = managed.map(({ person, application }) => {
    return { tid: where.world.tenantId, oid: person.oid, clientId: application.appId, addedAt };
  });
  for (let from = 0; from < rows.length; from += ROWS)
    await database.orm.insert(assignments).values(rows.slice(from, from + ROWS));
  if (!chats) return;
  const { conversations } = createLedger(database);
  for (const person of new Set(managed.map((one) => one.person))) await conversations.remember(askerOf(where, person));
}

export function askerOf({ world, teams }: Where, person: LocalPerson): Asker {
  return {
    person: { tid: world.tenantId, oid: person.oid },
    accountId: person.accountId,
    name: person.name,
    conversation: {
      kind: 'personal',
      id: teams.conversationId(person.oid, 'personal'),
      serviceUrl: teams.serviceUrl,
      botAccountId: `28:${world.botId}`,
    },
  };
}
