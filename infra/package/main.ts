import { readEnvironment } from '../../bot/config/index.ts';
import { pack } from './pack.ts';

process.exitCode = pack(process.argv.slice(2), {
  environment: readEnvironment(),
  folder: process.cwd(),
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
});
