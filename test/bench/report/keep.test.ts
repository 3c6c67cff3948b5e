import { describe, expect, it } from 'vitest';
import { provenance, withFigures } from './keep.ts';

const MARK = '<!-- figures: npm run bench -- --keep writes what follows -->';

describe('figures that are kept', () => {
  it('take the place of those of the last time', () => {
    const page = `# Benchmarks\n\nHow they are run.\n\n${MARK}\n\nold figures\n`;
    expect(withFigures(page, 'new figures')).toBe(`# Benchmarks\n\nHow they are run.\n\n${MARK}\n\nnew figures\n`);
  });

  it('are not written into a page that has no mark for them', () => {
    expect(() => withFigures('# Benchmarks\n', 'new figures')).toThrow('no mark');
  });

  it('say which command was run on which machine, and when', () => {
    const said = provenance('npm run bench -- turns', new Date('2026-11-24T10:00:00Z'));
    expect(said).toContain('`npm run bench -- turns`');
    expect(said).toContain(`Node ${process.version}`);
    expect(said).toContain('Date: 2026-11-24');
  });
});
