import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandListsOf, commandsWithoutMenu, MENU } from '../../../infra/package/menu.ts';
import { checkSchema } from '../../../infra/package/schema.ts';
import { type Bench, createBench, SETTINGS } from './command.ts';

let bench: Bench;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

function unpacked(): Map<string, string> {
  const files = unzipSync(bench.written() ?? new Uint8Array());
  return new Map(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes, name.endsWith('.png'))]));
}

describe('packing the app', () => {
  it('is what npm run package does', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(scripts.package).toBe('node infra/node.js infra/package/main.ts');
  });

  it('writes manifest, icons and languages at the root of one zip, and says what is in it', async () => {
    const { status, stdout, stderr } = await bench.run();
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(join('.package', 'api-credentials.zip'));
    for (const part of [SETTINGS.TEAMS_APP_ID, SETTINGS.BOT_ID, 'credentials.example.org'])
      expect(stdout).toContain(part);
    const files = unpacked();
    expect([...files.keys()]).toEqual(['manifest.json', 'color.png', 'outline.png', 'nl.json']);
    for (const icon of ['color.png', 'outline.png'])
      expect(files.get(icon)).toBe(readFileSync(`appPackage/${icon}`, 'latin1'));
  });

  it('fills every setting in, quotes and backslashes included, and what it packs passes Microsoft’s schemas', () => {
    bench.pack();
    const files = unpacked();
    const manifest = JSON.parse(files.get('manifest.json') ?? '');
    expect(checkSchema('manifest', 'manifest.json', manifest)).toEqual([]);
    expect(checkSchema('language', 'nl.json', JSON.parse(files.get('nl.json') ?? ''))).toEqual([]);
    expect(manifest).toMatchObject({
      id: SETTINGS.TEAMS_APP_ID,
      developer: {
        name: SETTINGS.DEVELOPER_NAME,
        websiteUrl: SETTINGS.DEVELOPER_URL,
        privacyUrl: SETTINGS.PRIVACY_URL,
        termsOfUseUrl: SETTINGS.TERMS_URL,
      },
      bots: [{ botId: SETTINGS.BOT_ID }],
      webApplicationInfo: { id: SETTINGS.AAD_APP_CLIENT_ID, resource: `api://botid-${SETTINGS.BOT_ID}` },
      validDomains: ['credentials.example.org'],
    });
    expect(files.get('manifest.json')).not.toContain('${{');
  });

  it('puts the menu of the commands in over what manifest and languages hold, and says which commands are in none', () => {
    bench.manifest(({ bots }) => bots[0].commandLists.splice(0, 2));
    bench.language((texts) => Object.assign(texts, { 'bots[0].commandLists[7].commands[9].description': 'Oud' }));
    const { stdout, status } = bench.pack();
    expect(status).toBe(0);
    const files = unpacked();
    expect(JSON.parse(files.get('manifest.json') ?? '').bots[0].commandLists).toEqual(commandListsOf(MENU));
    const texts = JSON.parse(files.get('nl.json') ?? '');
    expect(texts['bots[0].commandLists[7].commands[9].description']).toBeUndefined();
    expect(texts['bots[0].commandLists[0].commands[0].description']).toBe('Je toepassingen en hun geheimen');
    expect(commandsWithoutMenu()).toEqual(expect.arrayContaining(['show', 'sweep', 'undelivered', 'unlink']));
    expect(stdout).toContain(`in no menu of Teams: ${commandsWithoutMenu().join(', ')}\n`);
  });

  it('writes the menu into the sources when it is asked to update them, and packs nothing', () => {
    bench.manifest(({ bots }) => bots[0].commandLists.splice(0, 3));
    const { status, stdout } = bench.pack({}, '--update');
    expect([status, bench.written()]).toEqual([0, undefined]);
    expect(stdout).toContain('manifest.json: has the menu');
    bench.manifest(({ bots }) => expect(bots[0].commandLists).toEqual(commandListsOf(MENU)));
  });

  it('writes the same bytes at any time and in any time zone', async () => {
    await bench.run({ TZ: 'Asia/Tokyo' });
    const first = bench.written();
    await bench.run({ TZ: 'America/Los_Angeles' });
    expect(first?.length).toBeGreaterThan(1_000);
    expect(bench.written()).toEqual(first);
  });

  it('reads settings from .env too, which overrides nothing', async () => {
    writeFileSync(join(bench.folder, '.env'), `DEVELOPER_NAME=From the file\nBOT_ID=${SETTINGS.TEAMS_APP_ID}\n`);
    await bench.run({ DEVELOPER_NAME: undefined });
    const manifest = JSON.parse(unpacked().get('manifest.json') ?? '');
    expect([manifest.developer.name, manifest.bots[0].botId]).toEqual(['From the file', SETTINGS.BOT_ID]);
  });

  it('signs people in to the bot’s own registration if no other is named, as the bot does', () => {
    bench.pack({ AAD_APP_CLIENT_ID: '' });
    expect(JSON.parse(unpacked().get('manifest.json') ?? '').webApplicationInfo.id).toBe(SETTINGS.BOT_ID);
  });

  it('gives the app the id of the bot if no other is named, as the bot does in its links', () => {
    bench.pack({ TEAMS_APP_ID: '' });
    expect(JSON.parse(unpacked().get('manifest.json') ?? '').id).toBe(SETTINGS.BOT_ID);
  });

  it('writes into another folder if one is named', () => {
    const out = join(bench.folder, 'deep/down');
    const { status } = bench.pack({}, '--out', out);
    expect(status).toBe(0);
    expect(existsSync(join(out, 'api-credentials.zip'))).toBe(true);
    expect(bench.written()).toBeUndefined();
  });

  it('lets localhost and tunnels through for development only', () => {
    for (const url of ['http://localhost:3978', 'https://name.devtunnels.ms']) {
      expect(bench.pack({ PUBLIC_URL: url }).stderr).toContain('domain: ');
      expect(bench.pack({ PUBLIC_URL: url }, '--development').status).toBe(0);
    }
    expect(JSON.parse(unpacked().get('manifest.json') ?? '').validDomains).toEqual(['name.devtunnels.ms']);
  });

  it('explains how it is used when the arguments are wrong', async () => {
    const { status, stderr } = await bench.run({}, '--in', 'somewhere');
    expect(status).toBe(2);
    expect(stderr).toContain('npm run package');
  });
});
