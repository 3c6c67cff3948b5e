import { describe, expect, it } from 'vitest';
import { PARTS, readOptions, USAGE } from './options.ts';

describe('the options of a benchmark', () => {
  it('run every part if none is named', () => {
    expect(readOptions([])).toMatchObject({ parts: PARTS, quick: false, keep: false, only: undefined });
  });

  it('run the parts that are named', () => {
    expect(readOptions(['turns', '--quick', '--only', 'floor,bot'])).toMatchObject({
      parts: ['turns'],
      quick: true,
      only: ['floor', 'bot'],
    });
  });

  it('are refused with the usage if a part or an option is unknown', () => {
    expect(() => readOptions(['spins'])).toThrow(USAGE);
    expect(() => readOptions(['--slow'])).toThrow(USAGE);
  });
});
