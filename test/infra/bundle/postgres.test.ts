import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

const POSTGRES = join(import.meta.dirname, '../../../infra/bundle/postgres.ts');

it.each([0, 3])(
  'leaves the exit code %i of a process that has used it, and says nothing at its end',
  async (wanted) => {
    const program = `
    const { startPostgres } = await import(${JSON.stringify(POSTGRES)});
    const server = await startPostgres();
    await server.stop();
    process.exitCode = ${wanted};`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect({ code, said }).toEqual({ code: wanted, said: '' });
  },
);
