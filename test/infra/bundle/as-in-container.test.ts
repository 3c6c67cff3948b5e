import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsToNowhere } from '../../../infra/bundle/cold-start.ts';
import { freePort, type PostgresServer, startPostgres } from '../../contracts/postgres-server.ts';
import { bundledFolder } from '../../once/programs.ts';

const DOCKERFILE = readFileSync('infra/azure/container/Dockerfile', 'utf8');
const [, ...ARGUMENTS]: readonly string[] = JSON.parse(/^CMD (\[.+\])$/m.exec(DOCKERFILE)?.[1] ?? '[]');
const USER = Number(/^USER (\d+):\d+$/m.exec(DOCKERFILE)?.[1]);
/** Only root may become somebody else. Everybody else is somebody else than root already. */
const AS_USER = process.getuid?.() === 0 ? { uid: USER, gid: USER } : {};

type Started = ChildProcessByStdio<null, Readable, Readable>;

let bundle: Awaited<ReturnType<typeof bundledFolder>>;
let postgres: PostgresServer;
/** It holds Node, which the other user might not find elsewhere, and the one folder that can be written to. */
let folder: string;
let writable: string;

beforeAll(async () => {
  [bundle, postgres] = await Promise.all([bundledFolder(), startPostgres()]);
  folder = mkdtempSync(join(tmpdir(), 'api-credentials-as-in-container-'));
  copyFileSync(process.execPath, join(folder, 'node'));
  writable = join(folder, 'tmp');
  mkdirSync(writable);
  if (AS_USER.uid !== undefined) chownSync(writable, USER, USER);
  setModes(bundle.path, 0o555, 0o444);
  setModes(folder, 0o555, 0o555);
  chmodSync(writable, 0o700);
});

afterAll(async () => {
  setModes(bundle.path, 0o755, 0o644);
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([bundle.remove(), postgres.stop()]);
});

function setModes(root: string, forFolders: number, forFiles: number): void {
  chmodSync(root, 0o755);
  const entries = globSync('**', { cwd: root, withFileTypes: true });
  for (const entry of entries)
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? forFolders : forFiles);
  chmodSync(root, forFolders);
}

function start(args: readonly string[], more: Readonly<Record<string, string>> = {}): Started {
  return spawn(join(folder, 'node'), args, {
    cwd: bundle.path,
    env: { HOME: writable, TMPDIR: writable, NODE_COMPILE_CACHE: join(writable, 'node-compile-cache'), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...AS_USER,
  });
}

async function answer(url: string, child: Started): Promise<number | undefined> {
  while (child.exitCode === null && child.signalCode === null) {
    const found = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (found !== undefined) return found.status;
  }
  return undefined;
}

describe('the bundle as the container runs it', () => {
  it('is all that is copied into the image, and all of it is', () => {
    const copied = [...DOCKERFILE.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));
    expect(copied.map((name) => name.replace(/\/$/, '')).sort()).toEqual(readdirSync(bundle.path).sort());
  });

  it('cannot write into its own folder', async () => {
    const child = start(['--eval', "require('node:fs').writeFileSync('bot/main.js', '')"]);
    const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect(said).toContain('EACCES: permission denied');
  });

  it('starts with the command of the Dockerfile, works, and ends when it is told to', async () => {
    const port = await freePort();
    const settings = settingsToNowhere(port, { DATABASE_URL: postgres.url });
    const child = start(ARGUMENTS, { ...settings, LOG_LEVEL: 'info' });
    const said = text(child.stderr);
    const logged = text(child.stdout);
    expect(await answer(`http://127.0.0.1:${port}/healthz`, child)).toBe(200);
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    expect({ code, said: await said }).toEqual({ code: 0, said: '' });
    expect(await logged).not.toMatch(/EACCES|EROFS|EPERM/);
    // What it has written is what Node has compiled, and nothing else.
    expect([...new Set(globSync('*', { cwd: writable }))]).toEqual(['node-compile-cache']);
  });
});
