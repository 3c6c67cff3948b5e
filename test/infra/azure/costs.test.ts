import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FOLDER, main } from './deployment.ts';

const page = readFileSync(`${FOLDER}/costs.md`, 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('the page about costs', () => {
  it('has a row for each parameter that makes it dearer, and names none that there is not', () => {
    const named = rows.flatMap(([names = '']) => [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
    expect(named.filter((name) => !main.params.has(name))).toEqual([]);
    for (const name of ['planSku', 'instances', 'zoneRedundant', 'databaseSku', 'databaseHighAvailability', 'hosting'])
      expect(named).toContain(name);
  });

  it('says when and where it was checked, and leads to the calculator', () => {
    expect(page).toMatch(/Checked on \d{1,2} \w+ 20\d\d in public copies, not in the price list itself/);
    expect(page).toContain('](https://azure.microsoft.com/pricing/calculator/)');
    const linked = [...page.matchAll(/\]\[(\w+)\]/g)].map(([, name = '']) => name);
    expect(linked.filter((name) => !page.includes(`\n[${name}]: https://`))).toEqual([]);
  });

  it('names the defaults of the template', () => {
    for (const [name, value] of [
      ['planSku', 'P0v3'],
      ['databaseSku', 'Standard_B1ms'],
    ] as const) {
      expect(main.params.get(name)?.text).toBe(`'${value}'`);
      expect(page).toContain(`\`${value}\`, the default`);
    }
  });

  it('computes a replica as it says', () => {
    const [second, core, idle, memory] = [2_628_000, 0.000024, 0.000003, 0.000003];
    const month = (rate: number) => Math.round(second * (rate + 2 * memory));
    expect(page).toContain(`${month(idle)} at rest, ${month(core)} at full use`);
  });
});
