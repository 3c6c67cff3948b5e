import { masked } from '../adapters/node/masked.ts';
import { DatabaseHeldError, DataFolderError } from '../adapters/postgres/index.ts';
import { ConfigError } from '../config/index.ts';
import { DirectoryFault } from '../ports/secrets/directory.ts';

/** The command was used in a wrong way; the message says why. */
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
 * Runs one of the operator's commands and sets the exit code: what the command returns, 2 if it was used in a wrong way,
 * 1 if it failed. `failure` begins the sentence that says so.
 */
export async function runCommand(
  failure: string,
  command: (given: readonly string[]) => Promise<number>,
): Promise<void> {
  // A reader like `| head` closes the pipe when it has seen enough. That is not a failure.
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause;
  });
  // Node itself would print the fault with all its properties, and an SDK keeps requests with their headers in them.
  process.on('uncaughtException', (cause) => {
    process.stderr.write(`${failure}: ${reasonOf(cause)}\n`);
    process.exit(1);
  });
  process.exitCode = await command(process.argv.slice(2)).catch((cause: unknown) => {
    const wrong = wrongUse(cause);
    process.stderr.write(`${wrong ?? `${failure}: ${reasonOf(cause)}`}\n`);
    return wrong === undefined ? 1 : 2;
  });
}

function wrongUse(cause: unknown): string | undefined {
  if (cause instanceof ConfigError || cause instanceof WrongUse) return cause.message;
  if (cause instanceof DataFolderError) return cause.message;
  if (!(cause instanceof DatabaseHeldError)) return undefined;
  return `the running bot (process ${cause.pid}) holds the embedded database in ${cause.folder}; stop it or use PostgreSQL`;
}

/** Why the command failed. The database's own message is in the cause. */
function reasonOf(cause: unknown): string {
  if (cause instanceof DirectoryFault) return `the directory could not be read (${cause.problem})`;
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? masked(inner.message) : 'unknown fault';
}
