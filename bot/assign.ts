import { createLedger, DatabaseHeldError, openDatabase } from './adapters/postgres/index.ts';
import { ConfigError, readConfig, readEnvironment } from './config.ts';
import type { AuditEvent } from './domain/audit.ts';
import type { Ledger } from './ports/ledger.ts';

const USAGE = 'Usage: npm run assign -- [--remove] <user object id> <client id> [<user object id> <client id> …]';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Request {
  readonly remove: boolean;
  readonly pairs: readonly (readonly [oid: string, clientId: string])[];
}

/** What the operator asked for, or a sentence that says what is wrong with it. */
function readArguments(given: readonly string[]): Request | string {
  const ids = given.filter((argument) => argument !== '--remove');
  const wrong = ids.find((id) => !GUID.test(id));
  if (wrong !== undefined) return `"${wrong}" is not a GUID.\n${USAGE}`;
  if (ids.length === 0 || ids.length % 2 !== 0) return USAGE;
  const lower = ids.map((id) => id.toLowerCase());
  const pairs = lower.flatMap((oid, at) => {
    const clientId = lower[at + 1];
    return at % 2 === 0 && clientId !== undefined ? [[oid, clientId] as const] : [];
  });
  return { remove: given.includes('--remove'), pairs };
}

/** Makes or ends the assignments through the ledger, each with its audit row; prints a line for each. */
async function assign(ledger: Ledger, tenantId: string, { remove, pairs }: Request): Promise<void> {
  for (const [oid, clientId] of pairs) {
    const person = { tid: tenantId, oid };
    const action = remove ? 'assignment.removed' : 'assignment.added';
    const audit: AuditEvent = {
      at: new Date(),
      actor: undefined,
      action,
      clientId,
      keyId: undefined,
      detail: `operator: ${oid}`,
    };
    const { assignments } = ledger;
    const changed = await (remove
      ? assignments.remove(person, clientId, audit)
      : assignments.add(person, clientId, audit));
    const verb = remove
      ? changed
        ? 'no longer manages'
        : 'did not manage'
      : changed
        ? 'now manages'
        : 'already manages';
    process.stdout.write(`${oid} ${verb} ${clientId}\n`);
  }
}

/** The operator's command; the exit code: 0 done, 1 failed, 2 asked for in a way that cannot be done. */
async function main(given: readonly string[]): Promise<number> {
  const request = readArguments(given);
  if (typeof request === 'string') return refuse(request);
  const settings = readConfig(readEnvironment());
  const database = await openDatabase(settings);
  try {
    await assign(createLedger(database), settings.tenantId, request);
  } finally {
    await database.close();
  }
  return 0;
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}

function explain(cause: unknown): number {
  if (cause instanceof ConfigError) return refuse(cause.message);
  if (cause instanceof DatabaseHeldError) {
    return refuse(
      `the running bot (process ${cause.pid}) holds the embedded database in ${cause.folder}; stop it or use PostgreSQL`,
    );
  }
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  refuse(`The assignments could not be changed: ${inner instanceof Error ? inner.message : 'unknown fault'}`);
  return 1;
}

process.exitCode = await main(process.argv.slice(2)).catch(explain);
