import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../../../bot/domain/secrets/issued-secret.ts';

const CANARY = 'cAn4ry~value.of-a_secret';
const value = new SecretValue(CANARY);

describe('a secret value', () => {
  it.each([
    ['template', `${value}`],
    ['concatenation', `${'x'}${value}`],
    ['JSON', JSON.stringify({ value, deep: [value] })],
    ['inspect', inspect({ value }, { depth: 9, showHidden: true })],
    ['spread', JSON.stringify({ ...value })],
    ['keys', Object.getOwnPropertyNames(value).join()],
    ['error', new Error('x', { cause: value }).stack ?? ''],
    ['formatted error', inspect(new Error('x', { cause: value }))],
  ])('does not appear by %s', (_way, text) => {
    expect(text).not.toContain(CANARY);
  });

  it('cannot be cloned into a message', () => {
    expect(JSON.stringify(structuredClone(value))).not.toContain(CANARY);
  });

  it('is revealed on demand only', () => {
    expect(value.reveal()).toBe(CANARY);
  });
});
