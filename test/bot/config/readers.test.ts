import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TABLE } from '../../../bot/config/table.ts';

/** The code of the bot outside its configuration, without comments. */
const code = globSync('bot/**/*.ts')
  .filter((path) => !path.startsWith('bot/config/'))
  .map((path) =>
    readFileSync(path, 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/(^|\s)\/\/.*$/gm, ''),
  )
  .join('\n');

/** Whether some code takes a setting out of settings: `settings.key`, `{ key } = settings` or `{ key }: Settings`. */
function isRead(key: string, text: string): boolean {
  const named = new RegExp(`\\bsettings\\??\\.${key}\\b`);
  // The name before a colon is the property; behind it is a new name for it.
  const others = '(?:[^{}]|\\{\\})*';
  const taken = `\\{${others}(?<!: *)\\b${key}\\b${others}\\}`;
  const from = `(?:\\s*=\\s*(?:\\w+\\.)*settings\\b|:\\s*(?:Pick<)?(?:\\w*Settings\\b|\\w+\\['settings'\\]))`;
  return named.test(text) || new RegExp(taken + from).test(text) || new RegExp(`\\bsettings:\\s*${taken}`).test(text);
}

describe('a setting', () => {
  it.each(Object.keys(TABLE))('has a reader outside of the configuration: %s', (key) => {
    expect(isRead(key, code), `Nothing reads ${key}: use it, or remove its row from bot/config/settings.`).toBe(true);
  });

  it('that is made up has no reader', () => {
    expect(isRead('madeUpMinutes', code)).toBe(false);
  });
});

describe('isRead', () => {
  it.each([
    'const minutes = settings.madeUpMinutes;',
    'deps.settings?.madeUpMinutes',
    'const { publicUrl, madeUpMinutes } = deps.settings;',
    'const { madeUpMinutes: minutes } = settings;',
    'const { publicUrl, madeUpMinutes: minutes = {}, botId } = settings;',
    'function f({ madeUpMinutes }: Settings) {}',
    'function f({ madeUpMinutes }: TeamsSettings) {}',
    "function f({ madeUpMinutes }: Pick<Settings, 'madeUpMinutes'>) {}",
    "function f({ madeUpMinutes }: World['settings']) {}",
    'async ({ settings: { publicUrl, madeUpMinutes } }) => {}',
  ])('finds the reader in %s', (text) => {
    expect(isRead('madeUpMinutes', text)).toBe(true);
  });

  it.each([
    'interface TeamsSettings { readonly madeUpMinutes: number; }',
    'const settings = { madeUpMinutes: 10 };',
    'const { publicUrl: madeUpMinutes } = settings;',
    'const { madeUpMinutes } = world;',
    'settings.madeUpMinutesLonger',
    'world.madeUpMinutes',
  ])('finds no reader in %s', (text) => {
    expect(isRead('madeUpMinutes', text)).toBe(false);
  });
});
