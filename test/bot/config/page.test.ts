import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withSettings } from '../../../bot/config/page.ts';
import { TABLE } from '../../../bot/config/table.ts';

const page = readFileSync('infra/README.md', 'utf8');

describe("the operator's page", () => {
  it('has the table of settings as the source has it', () => {
    expect(page, 'Run `npm run docs`: it writes the table of settings into infra/README.md.').toBe(withSettings(page));
  });

  it('would not be accepted if a setting were missing, or described in other words', () => {
    const lines = page.split('\n');
    const row = lines.findIndex((line) => line.startsWith('| `STEP_UP_MINUTES`'));
    expect(row).toBeGreaterThan(0);
    const without = lines.toSpliced(row, 1).join('\n');
    const reworded = page.replace('Fractions are allowed.', 'Whole minutes only.');
    expect([withSettings(without), withSettings(reworded)]).toEqual([page, page]);
  });

  it('keeps everything around the table', () => {
    const [before = '', rest = ''] = page.split('<!-- settings: begin -->');
    const after = rest.split('<!-- settings: end -->')[1] ?? '';
    const other = `# Another heading\n<!-- settings: begin -->\nold\n<!-- settings: end -->\nAnother end\n`;
    expect(withSettings(page)).toBe(page);
    expect(before).toMatch(/^# /);
    expect(after).toMatch(/^\n/);
    expect(withSettings(other)).toMatch(/^# Another heading\n<!-- settings: begin -->\n\n\| Setting /);
    expect(withSettings(other)).toMatch(/\|\n\n<!-- settings: end -->\nAnother end\n$/);
  });

  it('cannot be written without the two markers', () => {
    expect(() => withSettings('# Without a place for the table')).toThrow('<!-- settings: begin -->');
  });
});

describe('a row of the table', () => {
  it.each(Object.entries(TABLE))('says in whole sentences what %s does, in one cell', (_key, { meaning, fallback }) => {
    expect(meaning).toMatch(/^[`A-Z].* .*\.$/);
    expect(`${meaning}${fallback}`).not.toMatch(/[|\n]/);
  });

  it('has variables of its own', () => {
    const names = Object.values(TABLE).flatMap((row) => row.names);
    expect(new Set(names).size).toBe(names.length);
  });
});
