import { loadavg } from 'node:os';
import { removeBundle } from './bundle.ts';
import { type Options, type PartName, readOptions } from './options.ts';
import { measureFanOut } from './parts/fan-out.ts';
import { measureFlood } from './parts/flood.ts';
import { measureLoad } from './parts/load.ts';
import { measureStart } from './parts/start.ts';
import { measureSweep } from './parts/sweep.ts';
import { measureTenant } from './parts/tenant.ts';
import { measureTurns } from './parts/turns.ts';
import { keep, provenance } from './report/keep.ts';
import { markdown, type Table } from './report/table.ts';

const MEASURE: Readonly<Record<PartName, (options: Options) => Promise<Table>>> = {
  turns: measureTurns,
  tenant: measureTenant,
  start: measureStart,
  sweep: measureSweep,
  'fan-out': measureFanOut,
  flood: measureFlood,
  load: measureLoad,
};

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const options = readOptions(args);
  const command = ['npm run bench', ...(args.length === 0 ? [] : ['--', ...args])].join(' ');
  try {
    for (const part of options.parts) {
      const [load = 0] = loadavg();
      const figures = `${markdown(await MEASURE[part](options))}\n\n${provenance(command, load, new Date())}`;
      process.stdout.write(`${figures}\n\n`);
      if (options.keep) keep(part, figures);
    }
  } finally {
    await removeBundle();
  }
}

main().catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`);
  process.exitCode = 1;
});
