import { describe, expect, it } from 'vitest';
import { markdown } from './table.ts';

describe('markdown', () => {
  it('draws a table whose columns are as wide as their widest cell', () => {
    const rows = [
      ['floor', '1'],
      ['a bot', '4.4'],
    ];
    const drawn = markdown({ title: 'Turns', columns: ['program', '×'], rows, notes: ['Five rounds.'] });
    expect(drawn.split('\n')).toEqual([
      '## Turns',
      '',
      '| program | ×   |',
      '| ------- | --- |',
      '| floor   | 1   |',
      '| a bot   | 4.4 |',
      '',
      '- Five rounds.',
    ]);
  });
});
