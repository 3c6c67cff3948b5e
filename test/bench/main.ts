import { type Options, type PartName, readOptions } from './options.ts';
import { measureTurns } from './parts/turns.ts';
import { markdown, type Table } from './table.ts';

const MEASURE: Readonly<Record<PartName, (options: Options) => Promise<Table>>> = {
  turns: measureTurns,
};

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  for (const part of options.parts) {
    const table = await MEASURE[part](options);
    process.stdout.write(`${markdown(table)}\n\n`);
  }
}

main().catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`);
  process.exitCode = 1;
});
