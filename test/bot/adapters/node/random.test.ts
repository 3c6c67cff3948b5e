import { expect, it } from 'vitest';
import { createRandom } from '../../../../bot/adapters/node/random.ts';

const random = createRandom();

it('makes tokens of 256 bits that never repeat', () => {
  const tokens = Array.from({ length: 100 }, () => random.token());
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

it('makes lower-case GUIDs and six-digit codes', () => {
  expect(random.id()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  for (let i = 0; i < 1000; i += 1) expect(random.code()).toMatch(/^\d{6}$/);
});

it('hashes with SHA-256', () => {
  expect(random.hash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
