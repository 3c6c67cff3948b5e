import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../infra/local/world.ts';
import { updatedSources } from '../../../infra/package/app-package.ts';
import { Json, Manifest } from './command.ts';

const text = readFileSync('appPackage/manifest.json', 'utf8');
const content = JSON.parse(text);
const manifest = Manifest.parse(content);
const [bot] = manifest.bots;

describe('the manifest', () => {
  it('names no deployment: ids, addresses and the developer are filled in when it is packed', () => {
    const placeholders = [...text.matchAll(/\$\{\{(\w+)\}\}/g)].map(([, name]) => name);
    const names = ['AAD_APP_CLIENT_ID', 'BOT_ID', 'DEVELOPER_NAME', 'DEVELOPER_URL', 'PRIVACY_URL', 'PUBLIC_HOST'];
    expect([...new Set(placeholders)].sort()).toEqual([...names, 'TEAMS_APP_ID', 'TERMS_URL']);
    expect(text.replaceAll('${{', '')).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/i);
  });

  it('lets the sign-in page open, and no other host', () => {
    expect(manifest.validDomains).toEqual(['${{PUBLIC_HOST}}']);
    expect(content.webApplicationInfo.resource).toBe('api://botid-${{BOT_ID}}');
  });

  it('has the version of the product', () => {
    expect(content.version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });

  it('promises that the bot works in private and shared channels', () => {
    expect(manifest.supportsChannelFeatures).toBe('tier1');
  });

  it('asks for the permissions that the Teams of the local world grants', () => {
    const { resourceSpecific } = content.authorization.permissions;
    const { resourceSpecific: granted } = createWorld(new Date());
    expect(resourceSpecific).toEqual(granted.map((name) => ({ name, type: 'Application' })));
  });

  it('has the tabs to which a link to the chat leads: the chat with the bot, and what the app is', () => {
    expect(manifest.staticTabs).toEqual([
      { entityId: 'conversations', scopes: ['personal'] },
      { entityId: 'about', scopes: ['personal'] },
    ]);
  });

  it('takes private commands in chats and channels, typed after a mention or a slash', () => {
    expect(bot.scopes).toEqual(['personal', 'team', 'groupChat']);
    expect(bot.supportsTargetedMessages).toBe(true);
    for (const { triggers } of bot.commandLists) expect(triggers).toEqual(['mention', 'slash']);
  });

  it('searches in the compose box by the names that the bot knows, before anybody types, too', () => {
    const [{ botId, commands }] = content.composeExtensions;
    expect(botId).toBe(content.bots[0].botId);
    const search = { id: 'find', type: 'query', context: ['compose'], initialRun: true, fetchTask: false };
    expect(commands).toEqual([expect.objectContaining({ ...search, parameters: [expect.anything()] })]);
    expect(commands[0].parameters[0]).toMatchObject({ name: 'words', inputType: 'text' });
  });

  it('has one menu for each kind of conversation, each with the main job', () => {
    expect(bot.commandLists.map(({ scopes }) => scopes)).toEqual(bot.scopes.map((scope) => [scope]));
    for (const { commands } of bot.commandLists) {
      const titles = commands.map(({ title }) => title);
      expect(new Set(titles).size).toBe(titles.length);
      expect(titles).toEqual(expect.arrayContaining(['help', 'list', 'create', 'rotate', 'request', 'requests']));
    }
  });

  it('and the languages hold the menu of the commands: if not, run npm run package -- --update, and npm run fix', () => {
    for (const [file, updated] of updatedSources('appPackage'))
      expect(JSON.parse(readFileSync(`appPackage/${file}`, 'utf8')), file).toEqual(updated);
  });
});

describe('the languages', () => {
  const languages: readonly { languageTag: string; file: string }[] = content.localizationInfo.additionalLanguages;

  it('are English and at least one more', () => {
    expect(content.localizationInfo.defaultLanguageTag).toBe('en');
    expect(languages.map(({ languageTag }) => languageTag)).toContain('nl');
  });

  it.each(languages)('describe a command in the same words in every list: $file', ({ file }) => {
    const texts = Json.parse(JSON.parse(readFileSync(`appPackage/${file}`, 'utf8')));
    const described = new Map<string, Set<string>>();
    for (const [list, { commands }] of bot.commandLists.entries()) {
      for (const [index, { title, description }] of commands.entries()) {
        const translated = texts[`bots[0].commandLists[${list}].commands[${index}].description`];
        expect(translated, title).toEqual(expect.any(String));
        expect(translated, title).not.toBe(description);
        described.set(title, (described.get(title) ?? new Set()).add(`${description} = ${translated}`));
      }
    }
    expect([...described].filter(([, pairs]) => pairs.size > 1)).toEqual([]);
  });
});

describe('the icons', () => {
  it('keep the symbol in the middle 120 pixels of the colour icon, on the accent colour', () => {
    const { width, height, data } = PNG.sync.read(readFileSync('appPackage/color.png'));
    const margin = (192 - 120) / 2;
    const seen = new Set<string>();
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const outside = Math.min(x, y, width - 1 - x, height - 1 - y) < margin;
        if (outside) seen.add(data.toString('hex', (y * width + x) * 4, (y * width + x) * 4 + 3));
      }
    expect([...seen]).toEqual([content.accentColor.slice(1).toLowerCase()]);
  });
});
