import { describe, expect, it } from 'vitest';
import { maskedAddress, maskedName } from '../../../../bot/domain/sign-in/masked.ts';

describe('a masked account', () => {
  it.each([
    ['Anna Jansen', 'A… J…'],
    ['  Zoë   van  Dam ', 'Z… v… D…'],
    ['\u202eAnna', 'A…'],
    ['😀 Smile', '😀… S…'],
    ['', '…'],
  ])('shows of the name %j only %j', (name, masked) => {
    expect(maskedName(name)).toBe(masked);
  });

  it.each([
    ['anna.jansen@matchwell.example', 'a…@matchwell.example'],
    ['x@y.example', 'x…@y.example'],
    ['"a@b"@c.example', '"…@c.example'],
    ['no address', 'n… a…'],
  ])('shows of the address %j only %j', (address, masked) => {
    expect(maskedAddress(address)).toBe(masked);
  });
});
