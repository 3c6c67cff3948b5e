import { createAuditSigner } from '../adapters/node/audit-signer.ts';
import { createRandom } from '../adapters/node/random.ts';
import { createLedger } from '../adapters/postgres/index.ts';
import { readConfig, readEnvironment } from '../config/index.ts';
import { openDatabase } from '../database.ts';
import { plainText } from '../domain/shared/text.ts';
import type { EndedSignIn, Sessions } from '../ports/sign-in/sessions.ts';
import { print, runCommand, WrongUse } from './command-line.ts';

const USAGE = 'Usage: npm run sign-out -- <user object id> [<user object id> …] | --all';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The people whose sign-ins end, by their object ids. Throws WrongUse. */
function readArguments(given: readonly string[]): readonly string[] | 'everybody' {
  const ids = given.filter((argument) => argument !== '--all').map((id) => id.toLowerCase());
  const wrong = ids.find((id) => !GUID.test(id));
  if (wrong !== undefined) throw new WrongUse(`"${wrong}" is not a GUID.\n${USAGE}`);
  if (given.length === 0 || (given.includes('--all') && given.length > 1)) throw new WrongUse(USAGE);
  return ids.length === 0 ? 'everybody' : [...new Set(ids)];
}

/** Ends the sign-ins of people, each together with its audit row. */
async function signOut(store: Sessions, tenantId: string, ids: readonly string[] | 'everybody'): Promise<void> {
  const [at, reference] = [new Date(), createRandom().id().slice(0, 8)];
  const who = ids === 'everybody' ? ids : ids.map((oid) => ({ tid: tenantId, oid }));
  const ended = await store.endAll(who, at, ({ person }) => ({
    at,
    actor: undefined,
    action: 'session.ended',
    result: 'done',
    subject: { ...person, name: plainText(person.name) },
    clientId: undefined,
    keyId: undefined,
    conversationId: undefined,
    reference,
    detail: 'operator',
  }));
  for (const one of ended) print(lineOf(one));
  const found = new Set(ended.map(({ person }) => person.oid));
  if (ids !== 'everybody') for (const id of ids) if (!found.has(id)) print(`Nobody was signed in with ${id}.`);
  const sessions = ended.filter(({ session }) => session).length;
  print(sessions === 0 && ids === 'everybody' ? 'Nobody was signed in.' : `Ended ${counted(sessions)}.`);
}

function lineOf({ person, session, signIns }: EndedSignIn): string {
  const name = person.name === '' ? person.oid : `${plainText(person.name)} (${person.oid})`;
  const begun = signIns === 0 ? '' : ` ${counted(signIns)} under way can no longer be used.`;
  return `${name} ${session ? 'is signed out' : 'was not signed in'}.${begun}`;
}

function counted(count: number): string {
  return count === 1 ? '1 sign-in' : `${count} sign-ins`;
}

/** `npm run sign-out`. Exit code: 0 if it was done, 1 if it failed, 2 if the command was used in a wrong way. */
async function main(given: readonly string[]): Promise<number> {
  const ids = readArguments(given);
  const settings = readConfig(readEnvironment());
  const database = await openDatabase(settings);
  try {
    const signer = settings.auditKeys && createAuditSigner(settings.auditKeys);
    await signOut(createLedger(database, signer).sessions, settings.tenantId, ids);
  } finally {
    await database.close();
  }
  return 0;
}

await runCommand('The sign-ins could not be ended', main);
