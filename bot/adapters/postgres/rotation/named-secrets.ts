import { and, isNotNull, sql } from 'drizzle-orm';
import { type PgColumn, union } from 'drizzle-orm/pg-core';
import type { NamedSecret, SecretId } from '../../../ports/rotation/rotations.ts';
import type { Orm } from '../base/database.ts';
import { isOneOfPairs } from '../base/one-of.ts';
import { operations } from '../base/schema.ts';
import { reminders, rotations } from '../reminders/schema-reminders.ts';

/** In one statement. A secret may be in the answer more than once, and with one name each time: Entra changes no name. */
export async function secretsNamedIn(tx: Orm, secrets: readonly SecretId[]): Promise<readonly NamedSecret[]> {
  if (secrets.length === 0) return [];
  const wanted = secrets.map(({ clientId, keyId }) => [clientId.toLowerCase(), keyId] as const);
  const { clientId, keyId, secretName, hint } = operations;
  const made = tx
    .select(texts(clientId, keyId, secretName, hint))
    .from(operations)
    .where(and(isOneOfPairs(clientId, keyId, wanted), isNotNull(secretName), isNotNull(hint)));
  const old = rotations;
  const replaced = tx
    .select(texts(old.clientId, old.oldKeyId, old.oldName, old.oldHint))
    .from(old)
    .where(isOneOfPairs(old.clientId, old.oldKeyId, wanted));
  const due = reminders;
  const reminded = tx
    .select(texts(due.clientId, due.keyId, due.secretName, due.hint))
    .from(due)
    .where(isOneOfPairs(due.clientId, due.keyId, wanted));
  return union(made, replaced, reminded);
}

function texts(clientId: PgColumn, keyId: PgColumn, name: PgColumn, hint: PgColumn) {
  return {
    clientId: sql<string>`${clientId}`.as('client_id'),
    keyId: sql<string>`${keyId}`.as('key_id'),
    name: sql<string>`${name}`.as('name'),
    hint: sql<string>`${hint}`.as('hint'),
  };
}
