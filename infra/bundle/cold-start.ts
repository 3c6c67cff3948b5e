import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { NODE_FLAGS } from './descriptions.ts';
import { freePort, startPostgres } from './postgres.ts';
import { extractZip } from './zip-file.ts';

/** Returns the milliseconds from the start of the process to its first answer, as the median of the runs. */
export interface ColdStart {
  /** On a PostgreSQL whose schema is there. */
  readonly postgres: number;
  /** On a new embedded database. */
  readonly fresh: number;
  /** On an embedded database that exists. */
  readonly warm: number;
  /** The time that a Node needs which does nothing. The others are compared with it. */
  readonly node: number;
}

const START_MS = 60_000;
const STOP_MS = 10_000;
const LOOK_EVERY_MS = 10;
const NOBODY = 'https://localhost:9';

/** Starts the bundle from a folder that has nothing else in it. Throws if it does not start. */
export async function measureColdStart(zip: string, runs: number): Promise<ColdStart> {
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-bundle-'));
  try {
    const bundle = join(folder, 'bundle');
    await extractZip(zip, bundle);
    const embedded = await timeEmbedded(bundle, folder, runs);
    return { ...embedded, postgres: await timePostgres(bundle, runs), node: await timeNode(runs) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timeEmbedded(bundle: string, folder: string, runs: number): Promise<Pick<ColdStart, 'fresh' | 'warm'>> {
  const [fresh, warm]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    const database = { DATA_DIR: join(folder, `data-${run}`) };
    fresh.push(await timeStart(bundle, database));
    warm.push(await timeStart(bundle, database));
  }
  return { fresh: median(fresh), warm: median(warm) };
}

async function timePostgres(bundle: string, runs: number): Promise<number> {
  const server = await startPostgres();
  try {
    const database = { DATABASE_URL: server.url };
    // The first start makes the schema.
    await timeStart(bundle, database);
    const times: number[] = [];
    for (let run = 0; run < runs; run++) times.push(await timeStart(bundle, database));
    return median(times);
  } finally {
    await server.stop();
  }
}

async function timeNode(runs: number): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    await once(spawn(process.execPath, ['--eval', '0'], { stdio: 'ignore' }), 'exit');
    times.push(performance.now() - began);
  }
  return median(times);
}

async function timeStart(bundle: string, database: Readonly<Record<string, string>>): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [...NODE_FLAGS, 'bot/main.js'], {
    cwd: bundle,
    env: settingsToNowhere(port, database),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaint = text(child.stderr);
  try {
    const up = await answers(`http://127.0.0.1:${port}/healthz`, child);
    if (!up) throw new Error(`The bundle did not start: ${child.exitCode === null ? 'no answer' : await complaint}`);
    return performance.now() - began;
  } finally {
    await stop(child);
  }
}

/**
 * Returns valid settings whose addresses lead nowhere. Our own environment is not passed on, because with its
 * DATABASE_URL a bot that is only being timed would work on real data.
 */
export function settingsToNowhere(port: number, database: Readonly<Record<string, string>>): Record<string, string> {
  const system = process.env['SystemRoot'];
  return {
    ...(system === undefined ? {} : { SystemRoot: system }),
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://localhost:${port}`,
    BOT_ID: '22222222-2222-4222-8222-222222222222',
    BOT_CLIENT_SECRET: 'not-used',
    SIGN_IN_AUTH_CONTEXT: 'policy',
    STEP_UP_AUTH_CONTEXT: 'c1',
    TENANT_ID: '11111111-1111-4111-8111-111111111111',
    LOGIN_URL: NOBODY,
    GRAPH_URL: NOBODY,
    BOT_OPENID_METADATA_URL: `${NOBODY}/keys`,
    ...database,
    LOG_LEVEL: 'silent',
  };
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const until = performance.now() + START_MS;
  while (performance.now() < until && child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (answer?.ok === true) return true;
    await delay(LOOK_EVERY_MS);
  }
  return false;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(timer);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
