import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseText } from '../bot/adapters/teams/parse-text.ts';
import { CHAPTERS } from '../cards/sentences-help.ts';

const text = readFileSync('appPackage/manifest.json', 'utf8');
const manifest = JSON.parse(text);

describe('the app package', () => {
  it('names no deployment: ids, addresses and the developer are filled in when it is packed', () => {
    const placeholders = [...text.matchAll(/\$\{\{(\w+)\}\}/g)].map(([, name]) => name);
    const names = ['AAD_APP_CLIENT_ID', 'BOT_ID', 'DEVELOPER_NAME', 'DEVELOPER_URL', 'PRIVACY_URL', 'PUBLIC_HOST'];
    expect([...new Set(placeholders)].sort()).toEqual([...names, 'TEAMS_APP_ID', 'TERMS_URL']);
    expect(text.replaceAll('${{', '')).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/i);
  });

  it('lets the sign-in page open, and no other host', () => {
    expect(manifest.validDomains).toEqual(['${{PUBLIC_HOST}}']);
    expect(manifest.webApplicationInfo.resource).toBe('api://botid-${{BOT_ID}}');
  });

  it('offers only commands that the bot understands', () => {
    for (const { commands } of manifest.bots[0].commandLists) {
      expect(commands.length).toBeLessThanOrEqual(12);
      for (const { title } of commands) expect(parseText(title).kind, title).not.toBe('unsupported');
    }
  });

  it('offers no command that the help does not speak of, and says what each is for', () => {
    const leads = CHAPTERS.overview.points.map(({ lead }) => lead);
    const lists: { scopes: string[]; commands: { title: string; description: string }[] }[] =
      manifest.bots[0].commandLists;
    expect(lists.flatMap(({ scopes }) => scopes).sort()).toEqual([...manifest.bots[0].scopes].sort());
    for (const { title, description } of lists.flatMap(({ commands }) => commands)) {
      expect(leads).toContain(title);
      expect(description.length, title).toBeLessThanOrEqual(128);
    }
  });

  it('offers to ask for access, and to judge who asks, in every conversation', () => {
    for (const { commands } of manifest.bots[0].commandLists) {
      const titles = commands.map(({ title }: { title: string }) => title);
      expect(titles).toEqual(expect.arrayContaining(['request', 'requests', 'managers']));
    }
  });

  it.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('has %s in the size that Teams asks for', (name, size) => {
    const png = readFileSync(`appPackage/${name}`);
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  });
});
