import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractZip } from '../../infra/bundle/zip-file.ts';
import type { Program } from '../load/bot-run.ts';

const COMMAND = ['infra/bundle/main.ts', '--starts', '0', '--out'];

let made: Promise<Program> | undefined;

/** The bundle that is deployed, made once and unpacked into a folder that has nothing else in it. */
export function bundled(): Promise<Program> {
  made ??= makeBundle();
  return made;
}

/** Deletes the folder of the bundle, if there is one. */
export async function removeBundle(): Promise<void> {
  const folder = await made?.then(
    ({ cwd }) => cwd,
    () => undefined,
  );
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}

async function makeBundle(): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-bench-bundle-'));
  const out = join(folder, 'out');
  const { status } = spawnSync(process.execPath, [...COMMAND, out], { stdio: ['ignore', 'ignore', 'inherit'] });
  const zip = status === 0 ? (await readdir(out)).find((name) => name.endsWith('.zip')) : undefined;
  if (zip === undefined) throw new Error(`npm run bundle ended with ${status}`);
  await extractZip(join(out, zip), folder);
  await rm(out, { recursive: true });
  return { cwd: folder, args: await startOf(folder) };
}

/** What comes after `node` in the command that platforms start. */
async function startOf(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  const { scripts } = JSON.parse(text) as { readonly scripts: { readonly start: string } };
  return scripts.start.split(' ').slice(1);
}
