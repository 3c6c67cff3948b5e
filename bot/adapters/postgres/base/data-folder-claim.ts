import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process has the embedded database open. */
export class DatabaseHeldError extends Error {
  readonly pid: number;
  readonly folder: string;

  constructor(pid: number, folder: string) {
    super(`process ${pid} holds the embedded database in ${folder}; stop it first, or use PostgreSQL`);
    this.name = 'DatabaseHeldError';
    this.pid = pid;
    this.folder = folder;
  }
}

const ATTEMPTS = 10;
const CLAIM = /^(\d+)-(\d+)-[0-9a-f-]{36}$/;
/** Claims of this very process: the same pid in a claim that is not among these is a predecessor's (pid 1 in a container). */
const ours = new Set<string>();

/**
 * Claims a data folder for this process, or throws DatabaseHeldError. PGlite itself has no lock and two writers destroy
 * its files. Each claimant first puts down a file of its own name, then looks for others': of two at once at least one
 * sees the other, so two can never both go on. Both may draw back; hence a few attempts at random intervals.
 * A claim counts while its process lives; processes of other machines or containers cannot be seen.
 */
export async function claimDataFolder(folder: string): Promise<() => void> {
  const claims = join(folder, 'claims');
  mkdirSync(claims, { recursive: true, mode: 0o700 });
  for (let attempt = 1; ; attempt += 1) {
    const name = `${process.pid}-${startOf(process.pid) ?? '0'}-${randomUUID()}`;
    const release = () => {
      ours.delete(name);
      rmSync(join(claims, name), { force: true });
    };
    ours.add(name);
    writeFileSync(join(claims, name), '', { flag: 'wx', mode: 0o600 });
    const holder = otherHolder(claims, name);
    if (holder === undefined) return release;
    release();
    if (attempt === ATTEMPTS) throw new DatabaseHeldError(holder, folder);
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 80));
  }
}

/** The living process behind another claim; claims of the dead are cleared away. */
function otherHolder(claims: string, own: string): number | undefined {
  for (const name of readdirSync(claims)) {
    const [, pid, start] = CLAIM.exec(name) ?? [];
    if (name === own || pid === undefined || start === undefined) continue;
    if (isAlive(name, Number(pid), start)) return Number(pid);
    rmSync(join(claims, name), { force: true });
  }
  return undefined;
}

function isAlive(name: string, pid: number, start: string): boolean {
  if (pid === process.pid) return ours.has(name);
  try {
    process.kill(pid, 0);
  } catch (cause) {
    return isCode(cause, 'EPERM');
  }
  const actual = startOf(pid);
  if (actual === 'dead') return false;
  return actual === undefined || start === '0' || actual === start;
}

/**
 * When a process began, in the kernel's ticks, so that a recycled pid is told apart; `dead` for one that only waits to
 * be reaped (it still takes signals). Undefined if there is no /proc.
 */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'dead' : fields[19];
  } catch {
    return undefined;
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
