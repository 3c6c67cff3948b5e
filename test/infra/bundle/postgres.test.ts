import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const POSTGRES = join(import.meta.dirname, '../../../infra/bundle/postgres.ts');

it('leaves the exit code of a process that has used it as the process has set it', async () => {
  const code = `
    const { startPostgres } = await import(${JSON.stringify(POSTGRES)});
    const server = await startPostgres();
    await server.stop();
    process.exitCode = 3;`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([3, null]);
});
