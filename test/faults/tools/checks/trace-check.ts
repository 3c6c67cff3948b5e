import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { programsOfRun } from '../../../once/programs.ts';
import type { FaultWorld } from '../fault-world.ts';
import { filesThat, findValues } from './values/find-values.ts';
import { issuedValues } from './world-check.ts';

/**
 * The places that hold a value and must not: files of the bot, every row of the database, answers to presses, and requests
 * that do not deliver it. No process may run. `known` are words that the rows hold, and every log says that the bot is
 * listening: a search that does not find these is noticed.
 */
export async function placesWithValues(faults: FaultWorld, known: readonly string[]): Promise<readonly string[]> {
  const holds = findValues([...issuedValues(faults).values()]);
  const rows = await everyRow(faults);
  for (const word of known)
    if (!findValues([word])(rows)) throw new Error(`the search of the rows does not find ${word}`);
  if ((await filesThat(faults.folder, findValues(['listening']))).length === 0)
    throw new Error('the search of the files finds nothing');
  const chats = faults.managers.map(({ person }) => faults.teams.conversationId(person.oid, 'personal'));
  const isDelivery = (line: string) =>
    line.includes('isTargetedActivity=true') ||
    chats.some((chat) => decodeURIComponent(line).includes(`${chat}/activities`));
  return [
    ...(await filesThat(faults.folder, holds)),
    ...(holds(rows) ? ['a row of the database'] : []),
    ...faults.inbound.filter(({ answer }) => holds(answer)).map(() => 'an answer to a press'),
    ...faults.exchanges
      .filter(({ service, line, sent }) => holds(sent) && !(service === 'teams' && isDelivery(line)))
      .map(({ line }) => `a request: ${line}`),
  ];
}

async function everyRow({ query }: FaultWorld): Promise<string> {
  const tables = await query(
    "SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE'",
  );
  const found: string[] = [];
  for (const { name } of tables) found.push(JSON.stringify(await query(`SELECT * FROM ${String(name)}`)));
  return found.join('\n');
}

/** What `npm run audit -- verify` says of the record, and its exit code. No process may run if the database is embedded. */
export async function verifyRecord({
  settings,
}: FaultWorld): Promise<{ readonly code: number | null; readonly output: string }> {
  const programs = await programsOfRun();
  const child = spawn(process.execPath, [...programs.line('bot/operator/audit'), 'verify'], {
    cwd: programs.folder,
    env: settings,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, output: output + errors };
}
