import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** The scripts of package.json that read the sources and run nothing of them. */
const CHECKS = ['check:types', 'check:style', 'check:unused'];

/** Runs one check beside the others. Its output is shown whole, and only when it has ended. */
async function passes(name: string): Promise<boolean> {
  const child = spawn('npm', ['run', '--silent', name], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  process.stdout.write(out);
  process.stderr.write(err);
  if (code !== 0) process.stderr.write(`npm run ${name} ended with ${code}\n`);
  return code === 0;
}

const results = await Promise.all(CHECKS.map(passes));
process.exitCode = results.every((one) => one) ? 0 : 1;
