import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PARTS } from '../options.ts';
import { provenance, withFigures } from './keep.ts';

const PAGE = `# Benchmarks

<!-- turns -->

old figures

<!-- end of turns -->

<!-- start -->

<!-- end of start -->
`;

describe('figures that are kept', () => {
  it('take the place of those of the last time, and leave other parts alone', () => {
    const kept = withFigures(PAGE, 'turns', 'new figures');
    expect(kept).toBe(PAGE.replace('old', 'new'));
    expect(withFigures(kept, 'start', 'a start')).toContain('<!-- start -->\n\na start\n\n<!-- end of start -->');
  });

  it('are not written into a page that has no marks for them', () => {
    expect(() => withFigures(PAGE, 'sweep', 'new figures')).toThrow('no marks');
  });

  it.each(PARTS)('have a place in the page for the part %s', (part) => {
    const page = readFileSync('test/bench/README.md', 'utf8');
    expect(withFigures(page, part, 'new figures')).toContain('new figures');
  });

  it('say which command was run on which machine, and when', () => {
    const said = provenance('npm run bench -- turns', 0.25, new Date('2026-11-24T10:00:00Z'));
    expect(said).toContain('`npm run bench -- turns`');
    expect(said).toContain(`Node ${process.version}`);
    expect(said).toContain('a load of 0.3');
    expect(said).toContain('2026-11-24');
  });
});
