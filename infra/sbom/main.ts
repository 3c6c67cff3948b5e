import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readProject } from '../bundle/lock-file.ts';
import { billOf } from './bill.ts';
import { licenceProblems } from './licences.ts';

const USAGE = 'Usage: npm run sbom -- [--out <file>]';
/** npm runs its scripts in the folder of the project. */
const ROOT = process.cwd();

/** Writes the bill of materials: every package of the lock file, with its hash and its licence. */
async function main(out: string): Promise<void> {
  const { project, lock } = await readProject(ROOT);
  const problems = licenceProblems(lock);
  if (problems.length > 0) return fail(problems.join('\n'));
  const bill = await billOf(ROOT, project.name);
  const file = resolve(ROOT, out);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(bill, null, 2)}\n`);
  process.stdout.write(`${relative(ROOT, file)}\n`);
  process.stdout.write(`${bill.components.length} packages, CycloneDX ${bill.specVersion}\n`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

function outOf(given: readonly string[]): string | undefined {
  try {
    const options = { out: { type: 'string', default: '.local/sbom.cdx.json' } } as const;
    return parseArgs({ args: [...given], options }).values.out;
  } catch {
    return undefined;
  }
}

const out = outOf(process.argv.slice(2));
if (out === undefined) fail(USAGE);
else await main(out);
