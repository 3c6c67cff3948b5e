import { DatabaseHeldError } from '../adapters/postgres/index.ts';
import { ConfigError } from '../config/index.ts';
import { DirectoryFault } from '../ports/secrets/directory.ts';

/** A command that cannot be carried out as it was given; the message says why. */
export class WrongUse extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WrongUse';
  }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs one of the operator's commands and sets the exit code: what it returns, 2 where it was asked for in a way that
 * cannot be done, 1 where it failed. `failure` begins the sentence that says so.
 */
export async function runCommand(
  failure: string,
  command: (given: readonly string[]) => Promise<number>,
): Promise<void> {
  // Whoever reads may have seen enough: `| head` is no failure.
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause;
  });
  process.exitCode = await command(process.argv.slice(2)).catch((cause: unknown) => {
    const wrong = wrongUse(cause);
    process.stderr.write(`${wrong ?? `${failure}: ${reasonOf(cause)}`}\n`);
    return wrong === undefined ? 1 : 2;
  });
}

function wrongUse(cause: unknown): string | undefined {
  if (cause instanceof ConfigError || cause instanceof WrongUse) return cause.message;
  if (!(cause instanceof DatabaseHeldError)) return undefined;
  return `the running bot (process ${cause.pid}) holds the embedded database in ${cause.folder}; stop it or use PostgreSQL`;
}

/** A fault of the database or the directory by what caused it. */
function reasonOf(cause: unknown): string {
  if (cause instanceof DirectoryFault) return `the directory could not be read (${cause.problem})`;
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message : 'unknown fault';
}
