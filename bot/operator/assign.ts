import { createAuditSigner } from '../adapters/node/audit-signer.ts';
import { createRandom } from '../adapters/node/random.ts';
import { createLedger } from '../adapters/postgres/index.ts';
import { readConfig, readEnvironment, type Settings } from '../config/index.ts';
import { openDatabase } from '../database.ts';
import type { Ledger } from '../ports/shared/ledger.ts';
import type { IdPair } from './assign-known.ts';
import { print, runCommand, WrongUse } from './command-line.ts';

const USAGE = [
  'Usage: npm run assign -- [--remove] <user object id> <client id> [<user object id> <client id> …]',
  '       npm run assign -- --file <assignments.csv> [--dry-run]',
].join('\n');
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface AssignRequest {
  readonly remove: boolean;
  readonly pairs: readonly IdPair[];
}

/** What the operator asked for. Throws WrongUse. */
function readArguments(given: readonly string[]): AssignRequest {
  const ids = given.filter((argument) => argument !== '--remove');
  const wrong = ids.find((id) => !GUID.test(id));
  if (wrong !== undefined) throw new WrongUse(`"${wrong}" is not a GUID.\n${USAGE}`);
  if (ids.length === 0 || ids.length % 2 !== 0) throw new WrongUse(USAGE);
  const lower = ids.map((id) => id.toLowerCase());
  const pairs = lower.flatMap((oid, index) => {
    const clientId = lower[index + 1];
    return index % 2 === 0 && clientId !== undefined ? [[oid, clientId] as const] : [];
  });
  return { remove: given.includes('--remove'), pairs };
}

/** Adds or removes the assignments, each together with its audit row, and prints a line for each. */
async function assign(ledger: Ledger, tenantId: string, { remove, pairs }: AssignRequest): Promise<void> {
  const reference = createRandom().id().slice(0, 8);
  for (const [oid, clientId] of pairs) {
    const subject = { tid: tenantId, oid, name: '' };
    const audit = {
      at: new Date(),
      actor: undefined,
      action: remove ? ('assignment.removed' as const) : ('assignment.added' as const),
      result: 'done' as const,
      subject,
      clientId,
      keyId: undefined,
      conversationId: undefined,
      reference,
      detail: 'operator',
    };
    const { assignments } = ledger;
    const changed = await (remove
      ? assignments.remove(subject, clientId, audit)
      : assignments.add(subject, clientId, audit));
    print(`${oid} ${verbOf(remove, changed)} ${clientId}`);
  }
}

function verbOf(remove: boolean, changed: boolean): string {
  if (remove) return changed ? 'no longer manages' : 'did not manage';
  return changed ? 'now manages' : 'already manages';
}

async function assignPairs({ remove, pairs }: AssignRequest): Promise<number> {
  const settings = readConfig(readEnvironment());
  const database = await openDatabase(settings);
  try {
    const signer = settings.auditKeys && createAuditSigner(settings.auditKeys);
    const known = remove ? pairs : await inEntra(settings, pairs);
    await assign(createLedger(database, signer), settings.tenantId, { remove, pairs: known });
    return known.length === pairs.length ? 0 : 1;
  } finally {
    await database.close();
  }
}

/** What Entra has lost must be removable, so only additions ask, and only they load what asks. */
async function inEntra(settings: Settings, pairs: readonly IdPair[]): Promise<readonly IdPair[]> {
  const { knownPairs } = await import('./assign-known.ts');
  return knownPairs(settings, pairs);
}

/**
 * `npm run assign`. Exit code: 0 if all was done, 1 if something failed or was left out, 2 if the command was used in a
 * wrong way.
 */
async function main(given: readonly string[]): Promise<number> {
  if (!given.includes('--file')) return assignPairs(readArguments(given));
  const [path, ...more] = given.filter((argument) => argument !== '--file' && argument !== '--dry-run');
  if (path === undefined || path.startsWith('-') || more.length > 0) throw new WrongUse(USAGE);
  // Only this way needs the whole bot, so only this way loads it.
  const { assignFile } = await import('./assign-file.ts');
  return assignFile(path, given.includes('--dry-run'));
}

await runCommand('The assignments could not be changed', main);
