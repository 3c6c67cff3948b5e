import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAuditSigner } from '../../../../bot/adapters/node/audit-signer.ts';

const OLD = { id: 'old', key: Buffer.alloc(32, 1) };
const NEW = { id: 'new', key: Buffer.alloc(32, 2) };
const POINT = { seq: 12, hash: 'ab'.repeat(32) };
const signer = createAuditSigner([NEW, OLD]);

it('signs with the first key and accepts its own signature', () => {
  const signature = signer.sign(POINT);
  expect(signature).toMatchObject({ keyId: 'new', value: expect.stringMatching(/^[\w-]{43}$/) });
  expect(signer.check(POINT, signature)).toBe('good');
  expect(createAuditSigner([NEW]).sign(POINT)).toEqual(signature);
});

it('accepts a signature of the previous key until that key is removed', () => {
  const before = createAuditSigner([OLD]).sign(POINT);
  expect(signer.check(POINT, before)).toBe('good');
  expect(createAuditSigner([NEW]).check(POINT, before)).toBe('unknown-key');
});

it("refuses another point, another key's signature and any text that is not the signature", () => {
  const signature = signer.sign(POINT);
  expect(signer.check({ ...POINT, seq: 13 }, signature)).toBe('bad');
  expect(signer.check({ ...POINT, hash: 'ac'.repeat(32) }, signature)).toBe('bad');
  expect(signer.check(POINT, { ...signature, keyId: 'old' })).toBe('bad');
  const anything = fc.string({ unit: 'binary' }).filter((value) => value !== signature.value);
  fc.assert(fc.property(anything, (value) => signer.check(POINT, { keyId: 'new', value }) === 'bad'));
  expect(signer.check(POINT, { ...signature, value: `${signature.value}=` })).toBe('bad');
});

it('gives a row a code that is for that row, for the rows that it vouches for, and for no head', () => {
  const row = { ...POINT, since: 12 };
  const code = signer.signRow(row);
  expect(signer.checkRow(row, code)).toBe('good');
  expect(signer.checkRow({ ...row, since: 11 }, code)).toBe('bad');
  expect(signer.checkRow({ ...row, seq: 13 }, code)).toBe('bad');
  expect(signer.checkRow({ ...row, hash: 'ac'.repeat(32) }, code)).toBe('bad');
  expect(signer.check(POINT, code)).toBe('bad');
  expect(signer.checkRow(row, signer.sign(POINT))).toBe('bad');
});

it('does not sign without a key', () => {
  expect(() => createAuditSigner([])).toThrow('key');
});
