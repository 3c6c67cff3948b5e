import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MENU } from '../../../infra/package/menu.ts';
import type { ProblemName } from '../../../infra/package/problem.ts';
import { type Bench, createBench, type Json } from './command.ts';

let bench: Bench;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

/** Matches one problem with this name, whose sentence holds these words. */
function one(name: ProblemName, ...words: readonly string[]) {
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*');
  return [expect.stringMatching(new RegExp(`^${name}: .*${pattern}`))];
}

function picture(size: number, paint: (index: number) => readonly [number, number, number, number]): Buffer {
  const png = new PNG({ width: size, height: size });
  for (let index = 0; index < size * size; index++) png.data.set(paint(index), index * 4);
  return PNG.sync.write(png);
}

type Spoil = (bench: Bench) => Readonly<Record<string, string | undefined>> | undefined;

/** The menu comes from the commands, so that no file can spoil it. */
const SPOILT: Readonly<Record<Exclude<ProblemName, 'menu'>, Spoil>> = {
  setting: () => ({ TERMS_URL: undefined }),
  file: (on) => void on.write('manifest.json', '{'),
  placeholder: (on) => void on.manifest(({ icons }) => Object.assign(icons, { color32x32: '${{SMALL_ICON}}' })),
  schema: (on) => void on.manifest((manifest) => Object.assign(manifest, { accentColor: 'blue' })),
  channels: (on) => void on.manifest((manifest) => delete manifest.supportsChannelFeatures),
  version: (on) => void on.manifest((manifest) => Object.assign(manifest, { version: '1.2.0-preview.1' })),
  tabs: (on) => void on.manifest(({ staticTabs }) => Object.assign(staticTabs[0] ?? {}, { name: 'Chat' })),
  name: (on) => void on.manifest(({ name }) => Object.assign(name, { short: 'API Credentials beta' })),
  description: (on) => void on.manifest(({ description }) => Object.assign(description, { full: description.short })),
  icon: (on) =>
    void on.write(
      'color.png',
      picture(96, () => [0, 0, 0, 255]),
    ),
  domain: () => ({ PUBLIC_URL: 'https://name.ngrok-free.app' }),
  language: (on) => void on.language((texts) => delete texts['name.full']),
};

describe('the command refuses to pack, writes nothing, and names what is wrong:', () => {
  it.each(Object.entries(SPOILT))('%s', (name, spoil) => {
    const { status, stdout, stderr } = bench.pack(spoil(bench));
    expect([status, stdout, bench.written()]).toEqual([1, '', undefined]);
    const [first, ...lines] = stderr.trim().split('\n');
    expect(first).toBe('The app package was not written:');
    const names = new Set(lines.map((line) => /^- ([a-z-]+): /.exec(line)?.[1]));
    expect([...names]).toEqual([name]);
  });
});

it('ends as a process with exit code 1 and says on stderr what is wrong', async () => {
  const { status, stdout, stderr } = await bench.run({ TERMS_URL: undefined });
  expect([status, stdout, bench.written()]).toEqual([1, '', undefined]);
  expect(stderr).toMatch(/^The app package was not written:\n- setting: /);
});

describe('an app package is refused, with what to do,', () => {
  it.each([
    ['TEAMS_APP_ID', 'api-credentials', 'must be a GUID'],
    ['BOT_ID', undefined, 'is missing'],
    ['BOT_ID', '00000000-0000-0000-0000-000000000000', 'must be a GUID'],
    ['AAD_APP_CLIENT_ID', 'mine', 'must be a GUID'],
    ['PUBLIC_URL', undefined, 'is missing'],
    ['PUBLIC_URL', 'http://credentials.example.org', 'must be an https address'],
    ['PUBLIC_URL', 'https://*.example.org', 'without wildcard'],
    ['DEVELOPER_NAME', ' ', 'is missing'],
    ['DEVELOPER_URL', 'http://example.org', 'must be an https address'],
    ['PRIVACY_URL', 'example.org/privacy', 'must be an http'],
    ['TERMS_URL', undefined, 'is missing'],
  ])('when the setting %s is %s', (name, value, words) => {
    expect(bench.problems({ [name]: value })).toEqual(one('setting', name, words));
  });

  it('with all missing settings at once', () => {
    const gaps = bench.problems({ DEVELOPER_URL: undefined, PRIVACY_URL: undefined, TERMS_URL: undefined });
    expect(gaps).toHaveLength(3);
  });

  it('when a setting is longer than Teams takes, with its name', () => {
    expect(bench.problems({ DEVELOPER_NAME: 'x'.repeat(33) })).toEqual([
      'setting: DEVELOPER_NAME must have at most 32 characters: it has 1 too many',
    ]);
  });

  it('when the manifest has what the schema does not know, with the path', () => {
    bench.manifest(({ bots }) => Object.assign(bots[0], { colour: 'blue' }));
    expect(bench.problems()).toEqual(one('schema', 'manifest.json at /bots/0', 'colour'));
  });

  it('when the manifest lacks what no check can do without', () => {
    bench.write('manifest.json', '{"manifestVersion": "1.30"}');
    expect(bench.problems()).toEqual(expect.arrayContaining(one('schema', "must have required property 'icons'")));
  });

  it('when the bot is for teams and no channel feature is declared, as Teams itself refuses it', () => {
    bench.manifest((manifest) => delete manifest.supportsChannelFeatures);
    expect(bench.problems()).toEqual(one('channels', 'manifest.json 1.30', '"supportsChannelFeatures": "tier1"'));
  });

  it('when the bot could not know who is in a private or a shared channel', () => {
    bench.manifest((manifest) => delete manifest.authorization);
    expect(bench.problems()).toEqual(
      one('channels', 'does not ask for ChannelMember.Read.Group', '"resourceSpecific"'),
    );
  });

  it('not when the bot is for no team and no channel feature is declared', () => {
    bench.manifest((manifest) => {
      delete manifest.supportsChannelFeatures;
      Object.assign(manifest.bots[0], { scopes: ['personal', 'groupChat'] });
    });
    expect(bench.problems()).toEqual([]);
  });

  it.each([
    ['0.9.0', 'begins with 0'],
    ['1.0', 'three numbers'],
    ['1.1.0-preview.1', 'three numbers'],
  ])('when the version is %s, which Teams refuses although the schema takes it', (version, words) => {
    bench.manifest((manifest) => Object.assign(manifest, { version }));
    expect(bench.problems()).toEqual(one('version', version, words));
  });

  it('when $schema is left out or names another version than manifestVersion', () => {
    const address = 'https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json';
    bench.manifest((manifest) => Object.assign(manifest, { $schema: address }));
    expect(bench.problems()).toEqual(one('schema', '1.30', 'v1.25'));
    bench.manifest((manifest) => delete manifest['$schema']);
    expect(bench.problems()).toEqual(one('schema', '1.30', 'no $schema'));
  });

  it('when a tab of Teams has a name, or another tab has none', () => {
    bench.manifest(({ staticTabs }) => Object.assign(staticTabs[1] ?? {}, { name: 'About us' }));
    expect(bench.problems()).toEqual(one('tabs', 'about', 'remove the name'));
    bench.manifest((manifest) => Object.assign(manifest, { staticTabs: [{ entityId: 'own', scopes: ['personal'] }] }));
    expect(bench.problems()).toEqual(one('tabs', 'own', 'without a name'));
  });

  it.each([
    ['API Credentials (test)', 'test', 'a word of a test environment'],
    ['Credentials for Teams', 'Teams', 'a product of Microsoft'],
  ])('when the short name is %s, in the manifest or in a language', (short, word, words) => {
    bench.language((texts) => Object.assign(texts, { 'name.short': short }));
    expect(bench.problems()).toEqual(one('name', 'nl.json', word, words));
    bench.manifest(({ name }) => Object.assign(name, { short }));
    expect(bench.problems()).toEqual([...one('name', 'manifest.json', word, words), ...one('name', 'nl.json', word)]);
  });

  it('not when the short name holds such letters within another word', () => {
    bench.manifest(({ name }) => Object.assign(name, { short: 'Latest productivity' }));
    expect(bench.problems()).toEqual([]);
  });

  it('when the full description repeats the short one, however it is spaced', () => {
    bench.language((texts) => {
      texts['description.full'] = `Eerst dit: ${String(texts['description.short']).replaceAll(' ', '  ')} En meer.`;
    });
    expect(bench.problems()).toEqual(one('description', 'nl.json', 'repeats'));
  });

  it('when a placeholder is left, whether or not it is one', () => {
    bench.manifest(({ icons }) => Object.assign(icons, { color32x32: '${{SMALL_ICON}}.png' }));
    expect(bench.problems()).toEqual(one('placeholder', '${{SMALL_ICON}}'));
    bench.manifest(({ icons }) => Object.assign(icons, { color32x32: '${{BOT_ID' }));
    expect(bench.problems()).toEqual(one('placeholder', '${{BOT_ID'));
  });

  it('when a file is missing, or lies elsewhere', () => {
    for (const color of ['colour.png', '../color.png']) {
      bench.manifest(({ icons }) => Object.assign(icons, { color }));
      expect(bench.problems()).toEqual(one('file', color, 'beside manifest.json'));
    }
  });

  it.each<[string, string, Uint8Array, string]>([
    ['the colour icon has another size', 'color.png', picture(96, () => [0, 0, 0, 255]), '96×96'],
    [
      'the colour icon is transparent in places',
      'color.png',
      picture(192, (index) => [0, 0, 0, index ? 255 : 0]),
      'backgr',
    ],
    ['the colour icon is no PNG', 'color.png', Buffer.from('GIF89a'), 'not a PNG'],
    ['the outline icon has another size', 'outline.png', picture(192, () => [255, 255, 255, 0]), '192×192'],
    [
      'the outline icon has a colour',
      'outline.png',
      picture(32, (index) => [index, 255, 255, index ? 0 : 9]),
      'white only',
    ],
    ['the outline icon has a background', 'outline.png', picture(32, () => [255, 255, 255, 255]), 'transparent'],
    ['the outline icon shows nothing', 'outline.png', picture(32, () => [255, 255, 255, 0]), 'nothing'],
  ])('when %s', (_, file, bytes, words) => {
    bench.write(file, bytes);
    expect(bench.problems()).toEqual(one('icon', file, words));
  });

  it.each<[string, string, readonly string[]]>([
    ['lacks the host of PUBLIC_URL', 'lacks credentials.example.org', ['example.org']],
    ['holds a wildcard', '*.example.org, a wildcard', ['${{PUBLIC_HOST}}', '*.example.org']],
    ['holds a tunnel', 'name.ngrok-free.app, a tunnel', ['${{PUBLIC_HOST}}', 'name.ngrok-free.app']],
    ['holds localhost', 'localhost:3978, which only this machine', ['${{PUBLIC_HOST}}', 'localhost:3978']],
    ['holds an address', 'https://example.org/, which is not a host', ['${{PUBLIC_HOST}}', 'https://example.org/']],
  ])('when validDomains %s', (_, words, domains) => {
    bench.manifest((manifest) => Object.assign(manifest, { validDomains: domains }));
    expect(bench.problems()).toEqual(one('domain', words));
  });

  it('when a menu has more lines than Teams takes', () => {
    const surplus = { title: 'show', text: 'One application', scopes: ['personal'] } as const;
    expect(bench.problems({}, [...MENU, surplus])).toEqual(one('menu', 'personal', '13 commands'));
  });

  it.each<[ProblemName, string, string, Json]>([
    ['language', 'has a text for nothing', 'staticTabs[0].name', { 'staticTabs[0].name': 'Tabblad' }],
    ['schema', 'has a text that is too long', '/name.short', { 'name.short': 'x'.repeat(31) }],
    ['language', 'translates a command', 'commands[1].title', { 'bots[0].commandLists[0].commands[1].title': 'lijst' }],
  ])('%s: when a language file %s', (name, _, words, texts) => {
    bench.language((given) => Object.assign(given, texts));
    expect(bench.problems()).toEqual(one(name, 'nl.json', words));
  });

  it('when a language file lacks a text', () => {
    bench.language((texts) => delete texts['name.full']);
    expect(bench.problems()).toEqual(one('language', 'nl.json lacks', 'name.full'));
  });

  it('when a command of the menu has no translation', () => {
    bench.menuTexts((texts) => delete texts['audit']);
    expect(bench.problems()).toEqual(one('language', 'commands.nl.json lacks', 'audit'));
  });

  it('when there is a translation of a command that is in no menu', () => {
    bench.menuTexts((texts) => Object.assign(texts, { show: 'Eén toepassing' }));
    expect(bench.problems()).toEqual(one('language', 'commands.nl.json has', 'show'));
  });
});
